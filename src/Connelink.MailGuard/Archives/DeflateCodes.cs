namespace Connelink.MailGuard.Archives;

/// <summary>The alphabets of RFC 1951 3.2.5 to 3.2.7 as entries of a <see cref="HuffmanTable"/>, and the fixed codes.</summary>
internal static class DeflateCodes
{
    public const int LiteralBits = 10;
    public const int DistanceBits = 8;
    public const int LengthBits = 7;

    /// <summary>Most entries that a table can need for 286 symbols with 10 first bits, and for 30 symbols with 8 (zlib's "enough").</summary>
    public const int LiteralSize = 1334;
    public const int DistanceSize = 402;

    /// <summary>RFC 1951 3.2.7: the order in which lengths of the code length code are given.</summary>
    public static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    public static readonly uint[] Literals = LiteralSymbols();
    public static readonly uint[] Distances = DistanceSymbols();
    public static readonly uint[] Lengths = [.. Enumerable.Range(0, 19).Select(symbol => (uint)symbol << 16)];

    public static readonly HuffmanTable FixedLiterals = Fixed(LiteralBits, LiteralSize, Literals,
        [.. Enumerable.Range(0, 288).Select(symbol => (byte)(symbol is < 144 or > 279 ? 8 : symbol is > 255 ? 7 : 9))]);

    public static readonly HuffmanTable FixedDistances = Fixed(DistanceBits, DistanceSize, Distances, [.. Enumerable.Repeat((byte)5, 32)]);

    private static uint[] LiteralSymbols()
    {
        var symbols = new uint[288];
        for (var i = 0; i < 256; i++) symbols[i] = HuffmanTable.Literal | (uint)i << 16;
        symbols[256] = HuffmanTable.EndOfBlock;
        var length = 3;
        for (var i = 257; i < 285; i++)
        {
            var extra = i < 265 ? 0 : (i - 261) / 4;
            symbols[i] = (uint)length << 16 | (uint)extra << 8;
            length += 1 << extra;
        }
        symbols[285] = 258u << 16;
        symbols[286] = symbols[287] = HuffmanTable.Invalid;
        return symbols;
    }

    private static uint[] DistanceSymbols()
    {
        var symbols = new uint[32];
        var distance = 1;
        for (var i = 0; i < 30; i++)
        {
            var extra = i < 4 ? 0 : (i - 2) / 2;
            symbols[i] = (uint)distance << 16 | (uint)extra << 8;
            distance += 1 << extra;
        }
        symbols[30] = symbols[31] = HuffmanTable.Invalid;
        return symbols;
    }

    private static HuffmanTable Fixed(int bits, int size, uint[] symbols, byte[] lengths)
    {
        var table = new HuffmanTable(bits, size);
        table.Build(lengths, symbols, mayBeIncomplete: false);
        return table;
    }
}
