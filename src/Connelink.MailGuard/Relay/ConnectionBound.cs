namespace Connelink.MailGuard.Relay;

/// <summary>How many connections one host has of ours, and how many it takes: learned when it greets with 421. Used under the pool's lock.</summary>
/// <remarks>A bound that was learned is tried again after some time, with one connection; while that works, with one more each time.</remarks>
internal sealed class ConnectionBound
{
    /// <summary>Milliseconds before a connection over the bound is tried.</summary>
    public const long Pause = 5000;

    private const int Unknown = int.MaxValue;

    private long _tryAgainAt;
    private int _told = Unknown;

    /// <summary>Connections open or being opened, the probe's included.</summary>
    public int Connections { get; private set; }

    /// <summary>What it takes, as far as known; never less than one.</summary>
    public int Bound { get; private set; } = Unknown;

    public bool HasRoom(long now) => Connections < Bound || now >= _tryAgainAt;

    /// <summary>One is about to be opened.</summary>
    public void Enter(long now)
    {
        Connections++;
        if (Connections > Bound) _tryAgainAt = now + Pause; // the others wait for what becomes of this one
    }

    /// <summary>It is open: where it is one over the bound, the bound was too small.</summary>
    public void Opened(long now)
    {
        if (Connections > Bound) (Bound, _tryAgainAt) = (Connections, now);
    }

    /// <summary>One is closed, or could not be opened.</summary>
    public void Leave() => Connections--;

    /// <summary>One was turned away and has left: while there are others it takes those and no more. False: there are none, so it takes nobody.</summary>
    public bool TurnedAway(long now)
    {
        if (Connections == 0) return false;

        (Bound, _tryAgainAt) = (Connections, now + Pause);
        return true;
    }

    /// <summary>Whether an operator has not heard of this bound yet.</summary>
    public bool IsNews()
    {
        if (Bound == _told) return false;
        _told = Bound;
        return true;
    }
}
