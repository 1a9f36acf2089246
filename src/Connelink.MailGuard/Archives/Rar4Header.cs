using System.Buffers.Binary;
using System.IO.Hashing;

namespace Connelink.MailGuard.Archives;

/// <summary>A header of RAR 1.5 to 4 (technote.txt of unrar): CRC-16, type, flags, size, and what the type adds.</summary>
internal static class Rar4Header
{
    public const int FixedOctets = 7;

    private const byte Main = 0x73;
    private const byte File = 0x74;
    private const byte Service = 0x7A;
    private const byte End = 0x7B;
    private const ushort MainEncrypted = 0x0080;
    private const ushort FileEncrypted = 0x0004;
    private const ushort FileLarge = 0x0100;
    private const ushort HasData = 0x8000;
    private const int DataSizeEnd = FixedOctets + sizeof(uint);
    private const int HighSizeAt = 32;

    public static RarBlock Read(ReadOnlySpan<byte> octets, bool isFirst)
    {
        var type = octets[2];
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(octets[3..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(octets[5..]);
        if (size < FixedOctets || type is < Main or > End || (isFirst && type != Main)) return default;

        var isFile = type is File or Service;
        var needed = type == Main ? size : (flags & HasData) == 0 && !isFile ? FixedOctets : isFile && (flags & FileLarge) != 0 ? HighSizeAt + sizeof(uint) : DataSizeEnd;
        if (needed > size) return default;
        if (octets.Length < needed) return new(needed);

        // Only the first header is checked, to tell an archive from the bare signature.
        if (type == Main && (ushort)Crc32.HashToUInt32(octets[2..size]) != BinaryPrimitives.ReadUInt16LittleEndian(octets)) return default;
        if (type == Main) return new(needed, true, (flags & MainEncrypted) != 0, (flags & MainEncrypted) != 0, (flags & HasData) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(octets[FixedOctets..]) : 0);

        var data = needed == FixedOctets ? 0L : BinaryPrimitives.ReadUInt32LittleEndian(octets[FixedOctets..]);
        if (needed > DataSizeEnd) data |= (long)BinaryPrimitives.ReadUInt32LittleEndian(octets[HighSizeAt..]) << 32;
        if (data < 0) return default;
        return new(needed, true, isFile && (flags & FileEncrypted) != 0, type == End, size - needed + data);
    }
}
