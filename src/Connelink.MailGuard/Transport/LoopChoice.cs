namespace Connelink.MailGuard.Transport;

/// <summary>Which polling loop a connection belongs on.</summary>
/// <remarks>
/// The first that has room: what is served together costs less, since a system call serves more of it and the caches stay warm (docs/performance.md has
/// the figures). Loops after it are there for what one processor cannot do.
/// </remarks>
internal static class LoopChoice
{
    /// <summary>Share of its processor up to which a loop takes new connections while others have nothing to do.</summary>
    public const double Roomy = 0.6;

    /// <summary>Share from which a loop lets connections go to another that has less than half as much to do.</summary>
    public const double Crowded = 0.9;

    /// <summary>Share that two loops take together, below which the later one lets its connections go to the earlier: on one they take less.</summary>
    public const double Sparse = 0.8;

    /// <summary>For a new connection.</summary>
    public static int First(ReadOnlySpan<double> shares)
    {
        var lightest = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] < Roomy) return i;
            if (shares[i] < shares[lightest]) lightest = i;
        }
        return lightest;
    }

    /// <summary>Where a connection of this loop is better off; the loop itself, if nowhere.</summary>
    public static int Better(ReadOnlySpan<double> shares, int own)
    {
        for (var i = 0; i < own; i++)
        {
            if (shares[i] + shares[own] < Sparse) return i;
        }
        var lightest = own;
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] < shares[lightest]) lightest = i;
        }
        return shares[own] >= Crowded && shares[lightest] < shares[own] / 2 ? lightest : own;
    }
}
