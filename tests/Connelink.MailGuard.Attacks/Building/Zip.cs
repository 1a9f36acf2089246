using System.Buffers.Binary;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>The records of a ZIP file, one by one, so that an archive can be put together in ways that no archiver would.</summary>
internal static class Zip
{
    /// <summary>The high octet of the time of all files: ten o'clock.</summary>
    public const byte Hour = 10 << 3;

    private const int CentralFixed = 46;

    /// <summary>What makes a ZIP as archivers write it.</summary>
    public static byte[] Of(params ZipEntry[] entries) => Behind(0, "", entries);

    /// <summary>An archive whose offsets count octets that stand before it.</summary>
    public static byte[] Behind(uint prefix, string comment, params ZipEntry[] entries)
    {
        var (files, directory) = Parts(prefix, entries);
        return [.. files, .. directory, .. End((ushort)entries.Length, (uint)directory.Length, prefix + (uint)files.Length, comment)];
    }

    /// <summary>Files and directory, without an end record.</summary>
    public static (byte[] Files, byte[] Directory) Parts(uint prefix, params ZipEntry[] entries)
    {
        List<byte> files = [], directory = [];
        foreach (var entry in entries)
        {
            directory.AddRange(Central(entry, prefix + (uint)files.Count));
            files.AddRange(Local(entry));
        }
        return ([.. files], [.. directory]);
    }

    public static byte[] Local(ZipEntry entry)
    {
        var later = (entry.Flags & ZipEntry.HasDescriptor) != 0;
        return
        [
            .. "PK\x3\x4"u8, .. U16(entry.Version), .. U16(entry.Flags), .. U16(entry.Method), .. Time,
            .. U32(later ? 0 : entry.Crc), .. U32(later ? 0 : entry.PackedSize), .. U32(later ? 0 : entry.Size),
            .. U16((ushort)entry.Name.Length), .. U16((ushort)entry.Extra.Length), .. Text.Octets(entry.Name), .. entry.Extra, .. entry.Data,
            .. later ? (byte[])[.. "PK\x7\x8"u8, .. U32(entry.Crc), .. U32(entry.PackedSize), .. U32(entry.Size)] : [],
        ];
    }

    public static byte[] Central(ZipEntry entry, uint offset)
    {
        var name = Text.Octets(entry.CentralName ?? entry.Name);
        var extra = entry.CentralExtra ?? entry.Extra;
        return
        [
            .. "PK\x1\x2"u8, .. U16(0x031E), .. U16(entry.Version), .. U16(entry.CentralFlags ?? entry.Flags),
            .. U16(entry.CentralMethod ?? entry.Method), .. Time, .. U32(entry.Crc), .. U32(entry.CentralPackedSize ?? entry.PackedSize),
                .. U32(entry.Size),
            .. U16((ushort)name.Length), .. U16((ushort)extra.Length), .. U16((ushort)entry.Comment.Length), .. U16(0), .. U16(0), .. U32(0x81A40000),
            .. U32(entry.Offset ?? offset), .. name, .. extra, .. Text.Octets(entry.Comment),
        ];
    }

    public static byte[] End(ushort count, uint size, uint offset, string comment = "") =>
        [.. "PK\x5\x6"u8, .. U16(0), .. U16(0), .. U16(count), .. U16(count), .. U32(size), .. U32(offset), .. U16((ushort)comment.Length),
            .. Text.Octets(comment)];

    /// <summary>The Zip64 end record and its locator; they stand before the end record.</summary>
    public static byte[] End64(ulong count, ulong size, ulong offset, ulong at) =>
    [
        .. "PK\x6\x6"u8, .. U64(44), .. U16(45), .. U16(45), .. U32(0), .. U32(0), .. U64(count), .. U64(count), .. U64(size), .. U64(offset),
        .. "PK\x6\x7"u8, .. U32(0), .. U64(at), .. U32(1),
    ];

    public static int CentralOctets(ZipEntry entry) =>
        CentralFixed + (entry.CentralName ?? entry.Name).Length + (entry.CentralExtra ?? entry.Extra).Length;

    public static byte[] U16(ushort value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] U32(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        return octets;
    }

    public static byte[] U64(ulong value) => [.. U32((uint)value), .. U32((uint)(value >> 32))];

    /// <summary>10:00:00 on 5 January 2026, as MS-DOS counts.</summary>
    private static byte[] Time => [.. U16(Hour << 8), .. U16((2026 - 1980) << 9 | 1 << 5 | 5)];
}
