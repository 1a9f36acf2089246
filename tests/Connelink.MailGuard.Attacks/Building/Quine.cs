using System.Buffers.Binary;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Archives that hold themselves, and so never end (R. Cox, Zip Files All The Way Down, 2010).</summary>
/// <remarks>
/// A deflate stream is a program of two instructions: Print, a stored block with the octets to print behind it, and Repeat, a block with fixed codes that copies
/// what was printed last. Each has five octets. Head, program and tail print head, program and tail. The checksum of the whole, which is in it, solves 32 linear equations.
/// </remarks>
public static class Quine
{
    private const int Instruction = 5;

    /// <summary>As long as it must be for Repeat of head and instruction to have five octets.</summary>
    private const string ZipName = "archive-dans-une-archive-sans-fin-0.zip";

    public static byte[] Gzip { get; } = Solve(crc =>
        Around([0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, (byte)'r', 0], size => [.. Zip.U32(crc), .. Zip.U32(size)], tailOctets: 8));

    public static byte[] ZipArchive { get; } = Solve(crc =>
    {
        var entry = new ZipEntry(ZipName, []) { Method = ZipEntry.Deflate, Crc = crc };
        var tailOctets = Zip.CentralOctets(entry) + Zip.End(1, 0, 0).Length;
        var headOctets = Zip.Local(entry).Length;
        var program = (uint)Program(new byte[headOctets], new byte[tailOctets]).Length;
        entry = entry with { PackedSize = program, Size = (uint)(headOctets + tailOctets) + program };
        return Around(Zip.Local(entry), _ => [.. Zip.Central(entry, 0), .. Zip.End(1, (uint)Zip.CentralOctets(entry), (uint)headOctets + program)], tailOctets);
    });

    private static byte[] Around(byte[] head, Func<uint, byte[]> tailOf, int tailOctets)
    {
        var tail = tailOf((uint)(head.Length + Program(head, new byte[tailOctets]).Length + tailOctets));
        return [.. head, .. Program(head, tail), .. tail];
    }

    private static byte[] Program(byte[] head, byte[] tail)
    {
        var (first, last) = (head.Length + Instruction, tail.Length + Instruction);
        byte[] one = Print(Instruction), four = Print(4 * Instruction), none = Print(0);
        byte[] repeatFirst = Repeat(first, Print(first)[^1], isLast: false), repeatFour = Repeat(4 * Instruction, 0, isLast: false), repeatLast = Repeat(last, tail[^1], isLast: true);
        return
        [
            .. Print(first), .. head, .. Print(first),
            .. repeatFirst,
            .. one, .. repeatFirst,
            .. one, .. one,
            .. four, .. repeatFirst, .. one, .. one, .. four,
            .. repeatFour,
            .. four, .. repeatFour, .. four, .. repeatFour, .. four,
            .. repeatFour,
            .. four, .. repeatFour, .. none, .. none, .. Print(last),
            .. repeatFour,
            .. none, .. none, .. Print(last), .. repeatLast, .. tail,
            .. repeatLast,
        ];
    }

    /// <summary>RFC 1951 3.2.4.</summary>
    private static byte[] Print(int octets) => [0, .. Zip.U16((ushort)octets), .. Zip.U16((ushort)~octets)];

    /// <summary>RFC 1951 3.2.6: as two matches, or as one and a literal, whichever has five octets.</summary>
    private static byte[] Repeat(int octets, byte lastOctet, bool isLast)
    {
        for (var first = 3; first < octets; first++)
        {
            var bits = new FixedBlock(isLast);
            bits.Match(first, octets);
            if (octets - first == 1) bits.Literal(lastOctet);
            else if (octets - first >= 3) bits.Match(octets - first, octets);
            else continue;
            if (bits.TryEnd(Instruction) is { } block) return block;
        }
        throw new ArgumentOutOfRangeException(nameof(octets), octets, "No block of five octets repeats so many: make the head longer or shorter.");
    }

    /// <summary>The file with its own checksum in it: what each bit of a checksum changes in that of the file is the same whatever the other bits are.</summary>
    private static byte[] Solve(Func<uint, byte[]> file)
    {
        var rest = Crc32.Of(file(0));
        var rows = new ulong[32]; // one a bit of the result: which bits of the unknown change it, and above them what it must be
        for (var bit = 0; bit < 32; bit++)
        {
            var changed = Crc32.Of(file(1U << bit)) ^ rest ^ (1U << bit);
            for (var row = 0; row < 32; row++) rows[row] |= (ulong)(changed >> row & 1) << bit;
        }
        for (var row = 0; row < 32; row++) rows[row] |= (ulong)(rest >> row & 1) << 32;
        for (var bit = 0; bit < 32; bit++)
        {
            var pivot = Array.FindIndex(rows, bit, row => (row >> bit & 1) != 0);
            if (pivot < 0) throw new InvalidOperationException("No checksum is that of the file: change a name in it.");
            (rows[bit], rows[pivot]) = (rows[pivot], rows[bit]);
            for (var row = 0; row < 32; row++)
            {
                if (row != bit && (rows[row] >> bit & 1) != 0) rows[row] ^= rows[bit];
            }
        }
        var crc = 0U;
        for (var bit = 0; bit < 32; bit++) crc |= (uint)(rows[bit] >> 32 & 1) << bit;
        return file(crc);
    }

    /// <summary>A block with the fixed codes of RFC 1951 3.2.6.</summary>
    private struct FixedBlock(bool isLast)
    {
        private ulong _bits = isLast ? 0b011u : 0b010u;
        private int _count = 3;
        private readonly bool _isLast = isLast;

        public void Literal(byte octet)
        {
            if (octet < 144) Code(0x30 + octet, 8);
            else Code(0x190 + octet - 144, 9);
        }

        public void Match(int length, int distance)
        {
            var (lengthSymbol, lengthExtra, lengthBits) = Symbol(length - 3, 2);
            if (lengthSymbol < 23) Code(lengthSymbol + 1, 7);
            else Code(0xC0 + lengthSymbol - 23, 8);
            Add(lengthExtra, lengthBits);
            var (symbol, extra, bits) = Symbol(distance - 1, 1);
            Code(symbol, 5);
            Add(extra, bits);
        }

        /// <summary>Null where it would not end with so many octets; only the last block of a stream may have bits left.</summary>
        public byte[]? TryEnd(int octets)
        {
            Code(0, 7);
            if (_count > 8 * octets || _count <= 8 * (octets - 1) || (!_isLast && _count < 8 * octets)) return null;
            var block = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(block, _bits);
            return block[..octets];
        }

        /// <summary>Lengths and distances grow alike: so many symbols for each number of extra bits, two to the power of <paramref name="groupBits"/>.</summary>
        private static (int Symbol, int Extra, int Bits) Symbol(int value, int groupBits)
        {
            var bits = Math.Max(0, int.Log2(Math.Max(1, value)) - groupBits);
            return ((bits << groupBits) + (value >> bits), value & ((1 << bits) - 1), bits);
        }

        /// <summary>Highest bit first.</summary>
        private void Code(int code, int count)
        {
            for (var i = count - 1; i >= 0; i--) Add(code >> i & 1, 1);
        }

        private void Add(int value, int count)
        {
            if (_count + count <= 64) _bits |= (ulong)(uint)value << _count;
            _count += count;
        }
    }
}
