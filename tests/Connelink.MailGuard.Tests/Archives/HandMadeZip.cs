using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>One entry of a hand-made ZIP: what each of its two headers says.</summary>
internal sealed record HandMadeEntry(string Name, byte[] Data)
{
    public ushort Method { get; init; }

    public ushort Flags { get; init; }

    public ushort Version { get; init; } = 20;

    public bool HasLocal { get; init; } = true;

    public bool HasCentral { get; init; } = true;

    public ushort? CentralFlags { get; init; }

    public ushort? CentralMethod { get; init; }

    public string? CentralName { get; init; }

    public uint? CentralSize { get; init; }

    public uint? LocalSize { get; init; }

    public byte[] LocalExtra { get; init; } = [];

    public byte[] CentralExtra { get; init; } = [];

    public byte[] Behind { get; init; } = [];

    public uint OffsetBy { get; init; }
}

/// <summary>Writes ZIP files octet by octet, with every lie that is wanted.</summary>
internal static class HandMadeZip
{
    public const ushort Deflate = 8;
    public const ushort Bit0 = 1;
    public const ushort Descriptor = 8;

    public static byte[] Of(params HandMadeEntry[] entries) => Of(entries, end: null);

    public static byte[] Of(HandMadeEntry[] entries, Func<int, int, int, byte[]>? end)
    {
        var file = new MemoryStream();
        var directory = new MemoryStream();
        var count = 0;
        foreach (var entry in entries)
        {
            var offset = (uint)file.Position + entry.OffsetBy;
            if (entry.HasLocal)
            {
                file.Write(Local(entry));
                file.Write(entry.Data);
                file.Write(entry.Behind);
            }
            if (!entry.HasCentral) continue;
            count++;
            directory.Write(Central(entry, offset));
        }
        var start = (int)file.Position;
        file.Write(directory.ToArray());
        file.Write((end ?? ((count, size, offset) => End(count, size, offset)))(count, (int)directory.Length, start));
        return file.ToArray();
    }

    public static byte[] Local(HandMadeEntry entry)
    {
        var name = Encoding.Latin1.GetBytes(entry.Name);
        var header = new byte[30];
        "PK\x3\x4"u8.CopyTo(header);
        Word(header, 4, entry.Version);
        Word(header, 6, entry.Flags);
        Word(header, 8, entry.Method);
        Long(header, 14, Crc32.HashToUInt32(entry.Data));
        Long(header, 18, entry.LocalSize ?? (uint)entry.Data.Length);
        Long(header, 22, entry.LocalSize ?? (uint)entry.Data.Length);
        Word(header, 26, (ushort)name.Length);
        Word(header, 28, (ushort)entry.LocalExtra.Length);
        return [.. header, .. name, .. entry.LocalExtra];
    }

    public static byte[] Central(HandMadeEntry entry, uint offset)
    {
        var name = Encoding.Latin1.GetBytes(entry.CentralName ?? entry.Name);
        var header = new byte[46];
        "PK\x1\x2"u8.CopyTo(header);
        Word(header, 4, entry.Version);
        Word(header, 6, entry.Version);
        Word(header, 8, entry.CentralFlags ?? entry.Flags);
        Word(header, 10, entry.CentralMethod ?? entry.Method);
        Long(header, 16, Crc32.HashToUInt32(entry.Data));
        Long(header, 20, entry.CentralSize ?? (uint)entry.Data.Length);
        Long(header, 24, entry.CentralSize ?? (uint)entry.Data.Length);
        Word(header, 28, (ushort)name.Length);
        Word(header, 30, (ushort)entry.CentralExtra.Length);
        Long(header, 42, offset);
        return [.. header, .. name, .. entry.CentralExtra];
    }

    public static byte[] End(int count, int size, int offset, string comment = "", ushort disk = 0)
    {
        var record = new byte[22];
        "PK\x5\x6"u8.CopyTo(record);
        Word(record, 4, disk);
        Word(record, 6, disk);
        Word(record, 8, (ushort)count);
        Word(record, 10, (ushort)count);
        Long(record, 12, (uint)size);
        Long(record, 16, (uint)offset);
        Word(record, 20, (ushort)comment.Length);
        return [.. record, .. Encoding.Latin1.GetBytes(comment)];
    }

    public static byte[] Zip64End(long count, long size, long offset)
    {
        var record = new byte[56];
        "PK\x6\x6"u8.CopyTo(record);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(4), 44);
        Word(record, 12, 45);
        Word(record, 14, 45);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(24), count);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(32), count);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(40), size);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(48), offset);
        return record;
    }

    public static byte[] Locator(long offset)
    {
        var record = new byte[20];
        "PK\x6\x7"u8.CopyTo(record);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(8), offset);
        Long(record, 16, 1);
        return record;
    }

    public static byte[] DescriptorOf(byte[] data, bool signature = true, bool zip64 = false)
    {
        var record = new byte[zip64 ? 24 : 16];
        "PK\x7\x8"u8.CopyTo(record);
        Long(record, 4, Crc32.HashToUInt32(data));
        Long(record, 8, (uint)data.Length);
        Long(record, zip64 ? 16 : 12, (uint)data.Length);
        return signature ? record : record[4..];
    }

    public static byte[] Field(ushort id, params byte[] data) => [(byte)id, (byte)(id >> 8), (byte)data.Length, 0, .. data];

    private static void Word(byte[] record, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(at), value);

    private static void Long(byte[] record, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(at), value);
}
