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

    /// <summary>A comment in the header, which old versions left out of its checksum.</summary>
    private const ushort FileComment = 0x0008;
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
        var isRead = type == Main || isFile;
        var needed = isRead ? size : (flags & HasData) != 0 ? DataSizeEnd : FixedOctets;
        if (needed > size) return default;
        if (octets.Length < needed) return new(needed);
        if (isRead && !(isFile && (flags & FileComment) != 0) && (ushort)Crc32.HashToUInt32(octets[2..size]) != BinaryPrimitives.ReadUInt16LittleEndian(octets)) return default;

        var isEncrypted = (flags & (type == Main ? MainEncrypted : isFile ? FileEncrypted : 0)) != 0;
        if (type == Main) return new(needed, true, isEncrypted, isEncrypted);
        if (!isFile && needed == FixedOctets) return new(needed, true, IsLast: type == End, Behind: size - needed);
        if (size < DataSizeEnd) return default;
        var data = (long)BinaryPrimitives.ReadUInt32LittleEndian(octets[FixedOctets..]);
        if (isFile && (flags & FileLarge) != 0 && size >= HighSizeAt + sizeof(uint)) data |= (long)BinaryPrimitives.ReadUInt32LittleEndian(octets[HighSizeAt..]) << 32;
        return data < 0 ? default : new(needed, true, isEncrypted, type == End, size - needed + data);
    }
}
