using System.Buffers.Binary;
using System.Numerics;

namespace Connelink.MailGuard.Archives;

/// <summary>Tells files that are packed in a way that is not undone here, by their first octets.</summary>
internal static class PackedHead
{
    private const int LzmaOctets = 14;
    private const int SmallestDictionary = 1 << 12;

    /// <summary>xz-utils takes no file of .lzma that says to be larger.</summary>
    private const ulong LargestSaid = 1UL << 38;

    public static bool Is(ReadOnlySpan<byte> head) => head switch
    {
        // bzip2: a block, or the end of a stream without one, behind which another stream may begin.
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..] or [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x17, 0x72, 0x45, 0x38, ..] => true,
        // xz, lzip, compress, lzop.
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] or [(byte)'L', (byte)'Z', (byte)'I', (byte)'P', 1, ..] or [0x1F, 0x9D, ..] or [0x89, (byte)'L', (byte)'Z', (byte)'O', 0, ..] => true,
        // zstd, lz4 and its old frames; a frame of either that is skipped (RFC 8878 3.1.2).
        [0x28, 0xB5, 0x2F, 0xFD, ..] or [4, 0x22, 0x4D, 0x18, ..] or [2, 0x21, 0x4C, 0x18, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => true,
        // Cabinets, LHA, ARJ, ACE.
        [(byte)'M', (byte)'S', (byte)'C', (byte)'F', 0, 0, 0, 0, ..] or [_, _, (byte)'-', (byte)'l', (byte)'h' or (byte)'z', _, (byte)'-', _, _, _, _, _, _, _, _, _, _, _, _, _, < 4, ..] => true,
        [0x60, 0xEA, _, < 11, >= 0x1E and < 0x40, _, _, _, _, _, 2, ..] or [_, _, _, _, _, _, _, (byte)'*', (byte)'*', (byte)'A', (byte)'C', (byte)'E', (byte)'*', (byte)'*', ..] => true,
        _ => IsLzma(head),
    };

    /// <summary>.lzma has no signature. As xz-utils tells it: properties, a dictionary of one bit or two, a size that is unknown or sane; the first octet of the coder is 0.</summary>
    private static bool IsLzma(ReadOnlySpan<byte> head)
    {
        if (head.Length < LzmaOctets || head[0] >= 9 * 5 * 5 || head[LzmaOctets - 1] != 0) return false;
        var dictionary = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(head[5..]);
        var isOneOrTwoBits = dictionary >> BitOperations.TrailingZeroCount(dictionary) is 1 or 3;
        return dictionary >= SmallestDictionary && isOneOrTwoBits && size is ulong.MaxValue or (> 0 and < LargestSaid);
    }
}
