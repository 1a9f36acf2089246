using System.Buffers.Binary;
using System.IO.Hashing;

namespace Connelink.MailGuard.Archives;

/// <summary>A header of RAR 5 (rarlab.com, "RAR 5.0 archive format"): CRC-32, size, type, flags, and an area of extra records at its end.</summary>
internal static class Rar5Header
{
    /// <summary>CRC-32, and of the size as much as a shortest header has.</summary>
    public const int FirstOctets = CrcOctets + 3;

    private const int CrcOctets = 4;
    private const int MostSizeOctets = 3;
    private const ulong File = 2;
    private const ulong Service = 3;
    private const ulong Encryption = 4;
    private const ulong End = 5;
    private const ulong HasExtra = 1;
    private const ulong HasData = 2;
    private const ulong ExtraEncryption = 1;

    public static RarBlock Read(ReadOnlySpan<byte> octets)
    {
        var header = octets[CrcOctets..];
        if (!TryReadNumber(ref header, out var size) || size == 0) return default;
        var sizeOctets = octets.Length - CrcOctets - header.Length;
        if (sizeOctets > MostSizeOctets) return default;
        var whole = CrcOctets + sizeOctets + (long)size;
        if (whole > octets.Length) return new((int)whole);
        header = octets[(CrcOctets + sizeOctets)..(int)whole];
        if (Crc32.HashToUInt32(octets[CrcOctets..(int)whole]) != BinaryPrimitives.ReadUInt32LittleEndian(octets)) return default;

        var fields = header;
        if (!TryReadNumber(ref fields, out var type) || !TryReadNumber(ref fields, out var flags)) return default;
        ulong extra = 0;
        ulong data = 0;
        if ((flags & HasExtra) != 0 && !TryReadNumber(ref fields, out extra)) return default;
        if ((flags & HasData) != 0 && !TryReadNumber(ref fields, out data)) return default;
        if (extra > (ulong)fields.Length || data > long.MaxValue) return default;

        var isEncrypted = type == Encryption || (type is File or Service && HasEncryption(header[^(int)extra..]));
        return new(octets.Length, true, isEncrypted, type is Encryption or End, (long)data);
    }

    private static bool HasEncryption(ReadOnlySpan<byte> extra)
    {
        while (TryReadNumber(ref extra, out var size) && size <= (ulong)extra.Length)
        {
            var record = extra[..(int)size];
            extra = extra[(int)size..];
            if (TryReadNumber(ref record, out var type) && type == ExtraEncryption) return true;
        }
        return false;
    }

    /// <summary>Seven bits an octet, lowest first; the highest bit says that more follow.</summary>
    private static bool TryReadNumber(ref ReadOnlySpan<byte> octets, out ulong number)
    {
        number = 0;
        for (var i = 0; i < octets.Length && i < 10; i++)
        {
            number |= (ulong)(octets[i] & 0x7F) << (7 * i);
            if ((octets[i] & 0x80) != 0) continue;
            octets = octets[(i + 1)..];
            return true;
        }
        return false;
    }
}
