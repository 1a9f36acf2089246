using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>What a line that begins with two hyphens is.</summary>
internal enum DelimiterKind : byte
{
    None,
    Delimiter,
    Close,

    /// <summary>It begins like a delimiter and goes on with more than white space.</summary>
    Junk,
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

/// <summary>A line held against the boundaries of all open multiparts (RFC 2046 5.1.1, 5.1.2).</summary>
/// <param name="Level">Place of its multipart among the open parts.</param>
internal readonly record struct Delimiter(DelimiterKind Kind, int Level, bool IsPadded);

/// <summary>The boundaries of the open multiparts, in the order of their octets, so that a line costs a few comparisons however many are open.</summary>
internal sealed class DelimiterStack
{
    private const int UniqueOctets = 6;

    /// <summary>The bit in which the cases of ASCII letters differ, of eight.</summary>
    private const ulong AsciiCase = 0x2020202020202020;

    /// <summary>Boundaries that extend another, at once: real mail has one or two.</summary>
    private const int MostExtending = 4;

    /// <summary>By level: something was nearly its delimiter.</summary>
    private readonly bool[] _near = new bool[MimeLimits.MaxDepth + 2];

    /// <summary>By entry: how its boundary begins behind its hyphens, see <see cref="StartOf"/>.</summary>
    private readonly ulong[] _tailStarts = new ulong[MimeLimits.MaxDepth + 1];
    private readonly ulong[] _tailMasks = new ulong[MimeLimits.MaxDepth + 1];

    /// <summary>By entry: how its boundary begins, in the order of its octets. Most lines differ in these from all of them.</summary>
    private readonly ulong[] _starts = new ulong[MimeLimits.MaxDepth + 1];

    private readonly Entry[] _entries = new Entry[MimeLimits.MaxDepth + 1];

    private static readonly SearchValues<byte> RestLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+"u8);

    /// <summary>What lenient programs skip between hyphens and a boundary.</summary>
    private static ReadOnlySpan<byte> Quotes => " \t\"'"u8;

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public BoundaryRelation Push(ReadOnlySpan<byte> boundary, int level)
    {
        var place = PlaceOf(boundary);
        var free = _entries[Count];
        _entries.AsSpan(place, Count - place).CopyTo(_entries.AsSpan(place + 1));
        free.Boundary ??= new OctetBuffer(PartText.MaxTextOctets);
        free.Boundary.Clear();
        free.Boundary.Add(boundary);
        free.Level = level;
        free.Extends = false;
        _near[level] = false;
        free.Hyphens = Math.Max(0, boundary.IndexOfAnyExcept((byte)'-'));
        free.HasDigit = boundary.ContainsAnyInRange((byte)'0', (byte)'9');
        free.IsUnique = free.HasDigit && boundary.Length >= UniqueOctets;
        _entries[place] = free;
        Count++;
        NoteStarts();
        return Relate(place);
    }

    /// <summary>Holds a new boundary against all others; those that extend another are marked.</summary>
    private BoundaryRelation Relate(int place)
    {
        var relation = BoundaryRelation.None;
        var boundary = _entries[place].Boundary.Octets;
        var extending = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var other = ref _entries[i];
            if (i != place && boundary.StartsWith(other.Boundary.Octets)) relation = Worse(relation, Extend(ref _entries[place], other.Boundary.Length));
            else if (i != place && other.Boundary.Octets.StartsWith(boundary)) relation = Worse(relation, Extend(ref other, boundary.Length));
            if (other.Extends) extending++;
        }
        return extending > MostExtending ? BoundaryRelation.Ambiguous : relation;
    }

    /// <summary>
    /// What goes on with "--" makes a delimiter of one the close delimiter of the other; blanks are transport padding; and who splits at the shorter one
    /// reads the rest as the first line of the part, where a colon would make a field of it.
    /// </summary>
    private static BoundaryRelation Extend(ref Entry longer, int octets)
    {
        var rest = longer.Boundary.Octets[octets..];
        if (rest.IsEmpty || rest.SequenceEqual("-"u8) || rest.StartsWith("--"u8) || rest.ContainsAnyExcept(RestLetters)) return BoundaryRelation.Ambiguous;
        longer.Extends = true;
        return BoundaryRelation.Extends;
    }

    private static BoundaryRelation Worse(BoundaryRelation one, BoundaryRelation other) => one > other ? one : other;

    /// <summary>Whether the boundary of the multipart at this level began with that of another: its close delimiter opens a part for those who compare prefixes.</summary>
    public bool Extends(int level)
    {
        foreach (ref readonly var entry in _entries.AsSpan(0, Count))
        {
            if (entry.Level == level) return entry.Extends;
        }
        return false;
    }

    /// <summary>The multipart at this level, and any above, has ended.</summary>
    public void PopFrom(int level)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Level >= level) continue;
            (_entries[kept], _entries[i]) = (_entries[i], _entries[kept]);
            kept++;
        }
        if (kept == Count) return;
        Count = kept;
        NoteStarts();
    }

    private void NoteStarts()
    {
        // What was noted once need not be found again: no start is 0.
        for (var i = 0; i < Count; i++)
        {
            var boundary = _entries[i].Boundary.Octets;
            _starts[i] = BinaryPrimitives.ReverseEndianness(FirstOctets(boundary));
            (_tailStarts[i], _tailMasks[i]) = _near[_entries[i].Level] ? (0, ulong.MaxValue) : StartOf(boundary[_entries[i].Hyphens..]);
        }
    }

    /// <param name="line">What stands behind the two hyphens, without the line end.</param>
    public Delimiter Match(ReadOnlySpan<byte> line)
    {
        // What a line begins with stands directly before it in this order, but for boundaries that extend the same one.
        var place = PlaceOf(line) - 1;
        while (place >= 0 && !line.StartsWith(_entries[place].Boundary.Octets)) place = _entries[place].Extends ? place - 1 : -1;
        if (place < 0) return default;

        ref readonly var entry = ref _entries[place];
        var rest = line[entry.Boundary.Length..];
        var kind = DelimiterKind.Delimiter;
        if (rest.StartsWith("--"u8))
        {
            kind = DelimiterKind.Close;
            rest = rest[2..];
        }
        if (rest.ContainsAnyExcept((byte)' ', (byte)'\t')) kind = DelimiterKind.Junk;
        return new Delimiter(kind, entry.Level, rest.Length > 0);
    }

    /// <summary>Whether something was noted for the multipart at this level.</summary>
    public bool WasNear(int level) => _near[level];

    /// <summary>Whether what stands behind hyphens begins like a boundary: nearly all that does not is told apart here.</summary>
    public bool MayBeNear(ReadOnlySpan<byte> behind)
    {
        if (!behind.IsEmpty && behind[0] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'') behind = behind.TrimStart(Quotes);
        if (behind.IsEmpty) return false;

        var (start, _) = StartOf(behind);
        var at = 0;
        if (Count >= Vector256<ulong>.Count)
        {
            var starts = Vector256.Create(start);
            for (; at <= Count - Vector256<ulong>.Count; at += Vector256<ulong>.Count)
            {
                var differing = (starts ^ Vector256.Create(_tailStarts.AsSpan(at))) & Vector256.Create(_tailMasks.AsSpan(at));
                if (Vector256.EqualsAny(differing, Vector256<ulong>.Zero)) return true;
            }
        }
        for (; at < Count; at++)
        {
            if (((start ^ _tailStarts[at]) & _tailMasks[at]) == 0) return true;
        }
        return false;
    }

    /// <summary>Notes of which multipart hyphens and what stands behind them are a delimiter for lenient programs only.</summary>
    /// <param name="atLineStart">The hyphens are at the start of a line.</param>
    /// <param name="isFirst">Nothing but blanks stands before them.</param>
    /// <param name="behind">To the end of the line, without its LF, or a part of it that is longer than any boundary.</param>
    /// <remarks>A short boundary counts only with nothing behind it, and a word not in the middle of a line.</remarks>
    public void NoteNear(bool atLineStart, bool isFirst, int hyphens, ReadOnlySpan<byte> behind)
    {
        var bare = behind.TrimStart(Quotes);
        var (start, _) = StartOf(bare);
        var isNoted = false;
        for (var i = 0; i < Count; i++)
        {
            if (((start ^ _tailStarts[i]) & _tailMasks[i]) != 0) continue;
            ref readonly var entry = ref _entries[i];
            var tail = entry.Boundary.Octets[entry.Hyphens..];
            if (bare.Length < tail.Length || !Ascii.EqualsIgnoreCase(bare[..tail.Length], tail)) continue;

            var isJoined = bare.Length == behind.Length;
            if (isJoined ? hyphens < entry.Hyphens + 2 : !atLineStart || entry.Hyphens > 0) continue;
            var isExact = isJoined && atLineStart && hyphens == entry.Hyphens + 2 && bare.StartsWith(tail);
            var isWhole = bare[tail.Length..].TrimStart((byte)'-').Trim(" \t\r\"'"u8).IsEmpty;
            if (!isExact && (isWhole ? isFirst || entry.HasDigit : isJoined && entry.IsUnique)) _near[entry.Level] = isNoted = true;
        }
        if (isNoted) NoteStarts();
    }

    /// <summary>The first octets without regard to case, and which of them there are: most texts differ in these.</summary>
    private static (ulong Start, ulong Mask) StartOf(ReadOnlySpan<byte> text)
    {
        var mask = text.Length >= sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * text.Length)) - 1;
        return (FirstOctets(text) | AsciiCase, mask);
    }

    /// <summary>The first octet lowest; 0 for those that are missing.</summary>
    private static ulong FirstOctets(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64LittleEndian(text);

        var octets = 0UL;
        for (var i = text.Length - 1; i >= 0; i--) octets = octets << 8 | text[i];
        return octets;
    }

    /// <summary>Entries before it are less than the text or equal: of two that are equal the inner one stands last.</summary>
    private int PlaceOf(ReadOnlySpan<byte> text)
    {
        var start = BinaryPrimitives.ReverseEndianness(FirstOctets(text));
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isBefore = _starts[middle] != start ? _starts[middle] < start : _entries[middle].Boundary.Octets.SequenceCompareTo(text) <= 0;
            if (isBefore) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private struct Entry
    {
        public OctetBuffer Boundary;
        public int Level;

        /// <summary>That it begins with.</summary>
        public int Hyphens;

        /// <summary>It is no word.</summary>
        public bool HasDigit;

        /// <summary>No text contains it by chance.</summary>
        public bool IsUnique;

        /// <summary>It begins with another one that is open, or was.</summary>
        public bool Extends;
    }
}
