using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>A data descriptor, behind data whose size its header leaves open (APPNOTE 4.3.9): CRC-32, compressed size, size. Some programs leave its signature out; in Zip64 the sizes have eight octets.</summary>
internal static class ZipDescriptor
{
    /// <summary>With its signature, and sizes of four octets.</summary>
    public const int Octets = 16;

    /// <summary>Without signature.</summary>
    public const int LongestBare = Crc + 2 * sizeof(ulong);

    private const int Signature = 4;
    private const int Crc = 4;
    private const int ShortestBare = Crc + 2 * sizeof(uint);

    /// <summary>Whether a descriptor with signature tells so many octets of data.</summary>
    public static bool Tells(ReadOnlySpan<byte> record, long octets) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[(Signature + Crc)..]) == octets || BinaryPrimitives.ReadInt64LittleEndian(record[(Signature + Crc)..]) == octets;

    /// <summary>Octets of the descriptor without signature that stands at the end; 0 where there is none.</summary>
    /// <param name="end">The last octets before a header.</param>
    /// <param name="octets">How many there are in all, data and descriptor.</param>
    public static int BareOctets(ReadOnlySpan<byte> end, long octets)
    {
        if (end.Length >= ShortestBare && BinaryPrimitives.ReadUInt32LittleEndian(end[^(2 * sizeof(uint))..]) == octets - ShortestBare) return ShortestBare;
        return end.Length >= LongestBare && BinaryPrimitives.ReadInt64LittleEndian(end[^(2 * sizeof(ulong))..]) == octets - LongestBare ? LongestBare : 0;
    }
}
