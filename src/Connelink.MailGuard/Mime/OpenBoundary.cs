using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>The boundary of an open multipart (RFC 2046 5.1.1). Used again.</summary>
internal sealed class OpenBoundary
{
    private const int UniqueOctets = 6;

    private static readonly SearchValues<byte> RestLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+"u8);

    private readonly OctetBuffer _octets = new(PartText.MaxTextOctets);

    /// <summary>Hyphens that it begins with.</summary>
    private int _hyphens;

    /// <summary>It is no word.</summary>
    private bool _hasDigit;

    /// <summary>Place of its multipart among the open parts.</summary>
    public int Level { get; private set; }

    /// <summary>It begins with another one that is open, or was.</summary>
    public bool Extends { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.Octets;

    /// <summary>Behind the hyphens that it begins with.</summary>
    public ReadOnlySpan<byte> Tail => Octets[_hyphens..];

    /// <summary>No text contains it by chance.</summary>
    private bool IsUnique => _hasDigit && _octets.Length >= UniqueOctets;

    public void Begin(ReadOnlySpan<byte> boundary, int level)
    {
        _octets.Clear();
        _octets.Add(boundary);
        _hyphens = Math.Max(0, boundary.IndexOfAnyExcept((byte)'-'));
        _hasDigit = boundary.ContainsAnyInRange((byte)'0', (byte)'9');
        Level = level;
        Extends = false;
    }

    /// <summary>How two boundaries are one to programs that compare prefixes; the longer one is marked.</summary>
    public static BoundaryRelation Relate(OpenBoundary one, OpenBoundary other)
    {
        if (one.Octets.StartsWith(other.Octets)) return one.Extend(other.Octets.Length);
        return other.Octets.StartsWith(one.Octets) ? other.Extend(one.Octets.Length) : BoundaryRelation.None;
    }

    /// <summary>
    /// What goes on with "--" makes a delimiter of one the close delimiter of the other; blanks are transport padding; and who splits at the shorter one
    /// reads the rest as the first line of the part, where a colon would make a field of it.
    /// </summary>
    private BoundaryRelation Extend(int shorter)
    {
        var rest = Octets[shorter..];
        if (rest.IsEmpty || rest.SequenceEqual("-"u8) || rest.StartsWith("--"u8) || rest.ContainsAnyExcept(RestLetters)) return BoundaryRelation.Ambiguous;
        Extends = true;
        return BoundaryRelation.Extends;
    }

    /// <summary>Whether hyphens and what stands behind them are its delimiter, or its close delimiter, for lenient programs only.</summary>
    /// <remarks>A short boundary counts only with nothing behind it, and a word not in the middle of a line.</remarks>
    public bool IsNear(HyphenRun run)
    {
        var bare = run.Bare;
        var tail = Tail;
        if (bare.Length < tail.Length || !Ascii.EqualsIgnoreCase(bare[..tail.Length], tail)) return false;
        if (run.IsJoined ? run.Hyphens < _hyphens + 2 : !run.AtLineStart || _hyphens > 0) return false;

        var isExact = run.IsJoined && run.AtLineStart && run.Hyphens == _hyphens + 2 && bare.StartsWith(tail);
        if (isExact) return false;
        var isWhole = bare[tail.Length..].TrimStart((byte)'-').Trim(" \t\r\"'"u8).IsEmpty;
        return isWhole ? run.IsFirst || _hasDigit : run.IsJoined && IsUnique;
    }
}

/// <summary>What a boundary has to do with those that are open around it.</summary>
internal enum BoundaryRelation : byte
{
    None,

    /// <summary>One begins with the other and goes on with letters: each delimiter of either is one for all programs, whichever multipart they think it is of.</summary>
    Extends,

    /// <summary>A delimiter of one may close the other, or is no delimiter of it: programs see different parts.</summary>
    Ambiguous,
}
