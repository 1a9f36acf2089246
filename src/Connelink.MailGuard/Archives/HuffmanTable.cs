namespace Connelink.MailGuard.Archives;

/// <summary>Decoding table of one Huffman code (RFC 1951 3.2.2): a first level by the next bits, a second for codes that are longer.</summary>
/// <remarks>
/// An entry: bits 0-3 are the length of the code, 8-15 extra bits that follow it (of a link: the bits of the second level), 16-30 a literal, the base of
/// a length or distance, or where the second level starts. What sets are allowed is what zlib allows.
/// </remarks>
internal sealed class HuffmanTable(int firstBits, int size)
{
    public const uint Literal = 1u << 31;
    public const uint EndOfBlock = 1 << 6;
    public const uint Link = 1 << 5;
    public const uint Invalid = 1 << 4;

    public const int MaxLength = 15;

    public readonly uint[] Entries = new uint[size];

    private readonly int[] _counts = new int[MaxLength + 1];
    private readonly int[] _places = new int[MaxLength + 1];
    private readonly ushort[] _sorted = new ushort[288];

    /// <summary>Of the bits that the first level looks at: as many as the longest code has, so that small tables are built as quickly as they are read.</summary>
    public int Mask { get; private set; }

    /// <summary>False where more codes are given than there is room for, or fewer (but one code alone, of one bit, is allowed).</summary>
    /// <param name="lengths">Length of the code of each symbol; 0 where it has none.</param>
    /// <param name="symbols">The entry of each symbol, without its length.</param>
    public bool Build(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, bool mayBeIncomplete)
    {
        var longest = Count(lengths);
        var left = 1;
        var place = 0;
        for (var length = 1; length <= longest; length++)
        {
            left = (left << 1) - _counts[length];
            if (left < 0) return false;
            _places[length] = place;
            place += _counts[length];
        }
        if (left > 0 && (!mayBeIncomplete || longest > 1)) return false;
        if (left > 0) Entries.AsSpan(0, 1 << longest).Fill(Invalid);
        for (var symbol = Given(lengths, 0); symbol < lengths.Length; symbol = Given(lengths, symbol + 1)) _sorted[_places[lengths[symbol]]++] = (ushort)symbol;
        Fill(symbols, longest);
        return true;
    }

    /// <returns>The length of the longest code.</returns>
    private int Count(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_counts);
        var longest = 0;
        for (var symbol = Given(lengths, 0); symbol < lengths.Length; symbol = Given(lengths, symbol + 1))
        {
            _counts[lengths[symbol]]++;
            longest = Math.Max(longest, lengths[symbol]);
        }
        return longest;
    }

    /// <summary>The next symbol that has a code: most have none where tables are built so often that it costs.</summary>
    private static int Given(ReadOnlySpan<byte> lengths, int from)
    {
        if (from >= lengths.Length || lengths[from] != 0) return from;
        var next = lengths[from..].IndexOfAnyExcept((byte)0);
        return next < 0 ? lengths.Length : from + next;
    }

    private void Fill(ReadOnlySpan<uint> symbols, int longest)
    {
        var entries = Entries;
        var firstLevel = 1 << Math.Min(longest, firstBits);
        Mask = firstLevel - 1;
        var reversed = 0u;
        var next = 0;
        var secondLevel = 1 << firstBits;
        var (prefix, start, bits) = (uint.MaxValue, 0, 0);
        for (var length = 1; length <= longest; length++)
        {
            for (var left = _counts[length]; left > 0; left--)
            {
                var entry = symbols[_sorted[next++]] | (uint)length;
                if (length <= firstBits)
                {
                    for (var i = (int)reversed; i < firstLevel; i += 1 << length) entries[i] = entry;
                }
                else
                {
                    var first = reversed & ((1u << firstBits) - 1);
                    if (first != prefix)
                    {
                        (prefix, start, bits) = (first, secondLevel, SecondBits(length, left));
                        secondLevel += 1 << bits;
                        entries[(int)first] = Link | (uint)bits << 8 | (uint)start << 16;
                    }
                    for (var i = (int)(reversed >> firstBits); i < 1 << bits; i += 1 << (length - firstBits)) entries[start + i] = entry;
                }
                reversed = NextReversed(reversed, length);
            }
        }
    }

    /// <summary>Bits of the second level that the codes from here on fill, shortest first.</summary>
    private int SecondBits(int length, int left)
    {
        var bits = length - firstBits;
        var used = left;
        while (used < 1 << bits && firstBits + bits < MaxLength)
        {
            bits++;
            used = (used << 1) + _counts[firstBits + bits];
        }
        return bits;
    }

    /// <summary>The next code of a length, its bits in the order in which they come. A code of the next length begins with the same bits and a zero.</summary>
    private static uint NextReversed(uint reversed, int length)
    {
        var bit = 1u << (length - 1);
        while ((reversed & bit) != 0)
        {
            reversed ^= bit;
            bit >>= 1;
        }
        return reversed | bit;
    }
}
