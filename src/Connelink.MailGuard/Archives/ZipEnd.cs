using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>An end of central directory record, or its Zip64 form (APPNOTE 4.3.16, 4.3.14).</summary>
internal readonly record struct ZipEnd(uint Disk, uint DirectoryDisk, ulong CountHere, ulong Count, ulong Size, ulong Offset, ulong Length)
{
    public const int Octets = 22;
    public const int Zip64Octets = 56;
    public const int LocatorOctets = 20;

    private const int MostDisks = 1000;

    public static ZipEnd Of(ReadOnlySpan<byte> record) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(record[4..]),
        BinaryPrimitives.ReadUInt16LittleEndian(record[6..]),
        BinaryPrimitives.ReadUInt16LittleEndian(record[8..]),
        BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
        Octets + (ulong)BinaryPrimitives.ReadUInt16LittleEndian(record[20..]));

    public static ZipEnd OfZip64(ReadOnlySpan<byte> record) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[20..]),
        BinaryPrimitives.ReadUInt64LittleEndian(record[24..]),
        BinaryPrimitives.ReadUInt64LittleEndian(record[32..]),
        BinaryPrimitives.ReadUInt64LittleEndian(record[40..]),
        BinaryPrimitives.ReadUInt64LittleEndian(record[48..]),
        12 + BinaryPrimitives.ReadUInt64LittleEndian(record[4..]));

    /// <summary>Whether this is an end record and not the bare signature.</summary>
    /// <param name="start">Where it begins in the file.</param>
    public bool IsPlausibleAt(long start) =>
        Disk is < MostDisks or ushort.MaxValue && (DirectoryDisk <= Disk || DirectoryDisk == ushort.MaxValue) && CountHere <= Count
        && (Size >= Count * ZipHeader.CentralOctets || Count == ushort.MaxValue)
        && (Size <= (ulong)start || Size == ZipHeader.InZip64)
        && (Offset <= (ulong)start || Offset == ZipHeader.InZip64 || Disk > 0);

    public bool IsSpanned => Disk is > 0 and not ushort.MaxValue || DirectoryDisk is > 0 and not ushort.MaxValue || CountHere != Count;

    /// <summary>What the Zip64 record says, unless it contradicts a field of the short one that has room for it. Null then.</summary>
    public ZipEnd? With(ZipEnd zip64)
    {
        var countAgrees = Count == ushort.MaxValue || (ushort)zip64.Count == Count;
        var sizeAgrees = Size == uint.MaxValue || (uint)zip64.Size == Size;
        var offsetAgrees = Offset == uint.MaxValue || (uint)zip64.Offset == Offset;
        return countAgrees && sizeAgrees && offsetAgrees ? zip64 : null;
    }
}
