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
    private const ushort MainComment = 0x0002;
    private const ushort FileComment = 0x0008;
    private const ushort FileLarge = 0x0100;
    private const ushort HasData = 0x8000;
    private const int DataSizeEnd = FixedOctets + sizeof(uint);
    private const int HighSizeAt = 32;
    private const int MainOctets = 13;
    private const int FileOctets = 32;
    private const int VersionAt = 24;

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
        var hasComment = (flags & (isFile ? FileComment : MainComment)) != 0;
        var isDamaged = isRead && !hasComment && (ushort)Crc32.HashToUInt32(octets[2..size]) != BinaryPrimitives.ReadUInt16LittleEndian(octets);
        if (isDamaged && !(isFile ? LooksLikeFile(octets) : LooksLikeMain(octets))) return default;

        var isEncrypted = (flags & (type == Main ? MainEncrypted : isFile ? FileEncrypted : 0)) != 0;
        if (type == Main) return new(needed, true, isEncrypted, isEncrypted, IsDamaged: isDamaged);
        if (!isFile && needed == FixedOctets) return new(needed, true, IsLast: type == End, Behind: size - needed);
        if (size < DataSizeEnd) return default;
        var data = (long)BinaryPrimitives.ReadUInt32LittleEndian(octets[FixedOctets..]);
        if (isFile && (flags & FileLarge) != 0 && size >= HighSizeAt + sizeof(uint)) data |= (long)BinaryPrimitives.ReadUInt32LittleEndian(octets[HighSizeAt..]) << 32;
        return data < 0 ? default : new(needed, true, isEncrypted, type == End, size - needed + data, isDamaged);
    }

    /// <summary>The Unarchiver and WinRAR read on where the checksum is wrong; so does this where hardly anything else looks so.</summary>
    private static bool LooksLikeMain(ReadOnlySpan<byte> octets) => octets.Length >= MainOctets && octets[4] <= 1;

    /// <summary>With data, version and method, and a name that fits.</summary>
    private static bool LooksLikeFile(ReadOnlySpan<byte> octets) =>
        octets.Length > FileOctets && (octets[4] & 0x80) != 0 && octets[VersionAt..] is [>= 13 and <= 36, >= 0x30 and <= 0x35, ..]
        && FileOctets + BinaryPrimitives.ReadUInt16LittleEndian(octets[(VersionAt + 2)..]) <= octets.Length;
}
