using System.Buffers.Binary;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>RAR archives, their files stored, written by the descriptions of their formats: technote.txt for version 4, "RAR 5.0 archive format" for version 5.</summary>
internal static class Rar
{
    public static byte[] Version4(ushort mainFlags, params (ushort Flags, byte[] Data)[] files)
    {
        var archive = new MemoryStream();
        archive.Write("Rar!\x1A\x7\0"u8);
        archive.Write(Block4(0x73, mainFlags, new byte[6]));
        if ((mainFlags & 0x80) != 0) archive.Write(Noise(200));
        foreach (var (flags, data) in files)
        {
            byte[] fields = [.. Long(data.Length), .. Long(data.Length), 0, .. Long((int)Crc32.Of(data)), 0, 0, 0, 0, 29, 0x30, 5, 0, 0x20, 0, 0, 0, .. ((flags & 0x100) != 0 ? new byte[8] : []), .. "a.txt"u8];
            archive.Write(Block4(0x74, (ushort)(flags | 0x8000), fields));
            archive.Write(data);
        }
        if ((mainFlags & 0x80) == 0) archive.Write(Block4(0x7B, 0x4000, []));
        return archive.ToArray();
    }

    public static byte[] Version5(bool encryptedHeaders, params (byte[] Extra, byte[] Data)[] files)
    {
        var archive = new MemoryStream();
        archive.Write("Rar!\x1A\x7\x1\0"u8);
        if (encryptedHeaders)
        {
            archive.Write(Block5(4, 0, [], [0, 0, 15, .. Noise(16)], []));
            archive.Write(Noise(300));
            return archive.ToArray();
        }
        archive.Write(Block5(1, 0, [], [0], []));
        foreach (var (extra, data) in files)
        {
            archive.Write(Block5(2, 2, extra, [0, .. Number(data.Length), 0x20, 0, 0, 5, .. "a.txt"u8], data));
        }
        archive.Write(Block5(5, 0, [], [0], []));
        return archive.ToArray();
    }

    /// <summary>The extra record of an encrypted file: version, flags, KDF count, salt, vector.</summary>
    public static byte[] EncryptionRecord => [36, 1, 0, 0, 15, .. Noise(32)];

    /// <summary>The extra record of a file's time.</summary>
    public static byte[] TimeRecord => [10, 3, 2, .. Noise(8)];

    private static byte[] Noise(int octets) => Payload.Noise(octets, (uint)octets);

    private static byte[] Block4(byte type, ushort flags, byte[] fields)
    {
        byte[] header = [type, (byte)flags, (byte)(flags >> 8), (byte)(7 + fields.Length), 0, .. fields];
        var crc = Crc32.Of(header);
        return [(byte)crc, (byte)(crc >> 8), .. header];
    }

    private static byte[] Block5(byte type, byte flags, byte[] extra, byte[] fields, byte[] data)
    {
        if (extra.Length > 0) flags |= 1;
        byte[] body = [type, flags, .. (extra.Length > 0 ? Number(extra.Length) : []), .. ((flags & 2) != 0 ? Number(data.Length) : []), .. fields, .. extra];
        byte[] header = [.. Number(body.Length), .. body];
        return [.. Long((int)Crc32.Of(header)), .. header, .. data];
    }

    private static byte[] Number(int value)
    {
        List<byte> octets = [];
        for (; value > 0x7F; value >>= 7) octets.Add((byte)(value | 0x80));
        return [.. octets, (byte)value];
    }

    private static byte[] Long(int value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(octets, value);
        return octets;
    }

    /// <summary>Another checksum in one header of version 4, which The Unarchiver and WinRAR do not mind.</summary>
    public static byte[] WithOtherChecksum4(byte[] archive, params byte[] types)
    {
        byte[] damaged = [.. archive];
        for (var at = 7; at + 7 <= damaged.Length;)
        {
            var (type, size) = (damaged[at + 2], BinaryPrimitives.ReadUInt16LittleEndian(damaged.AsSpan(at + 5)));
            if (types.Contains(type)) damaged[at] ^= 1;
            at += size + (type == 0x74 ? BinaryPrimitives.ReadInt32LittleEndian(damaged.AsSpan(at + 7)) : 0);
        }
        return damaged;
    }

    /// <summary>A header of version 5 may have 2 MiB, with a record that nobody knows.</summary>
    public static byte[] UnknownRecord(int octets) => [.. Number(octets + 2), 0x81, 1, .. new byte[octets]];

    public static byte[] Version5WithLongMain(byte[] mainExtra, byte[] fileExtra) =>
    [
        .. "Rar!\x1A\x7\x1\0"u8, .. Block5(1, 0, mainExtra, [0], []),
        .. Block5(2, 2, fileExtra, [0, .. Number(100), 0x20, 0, 0, 5, .. "a.txt"u8], Noise(100)), .. Block5(5, 0, [], [0], []),
    ];
}
