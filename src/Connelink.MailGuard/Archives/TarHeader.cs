namespace Connelink.MailGuard.Archives;

/// <summary>A header of 512 octets in a tar file: POSIX ustar, pax, GNU or older (IEEE Std 1003.1, pax).</summary>
internal static class TarHeader
{
    public const int Octets = 512;

    private const int SumAt = 148;
    private const int SumOctets = 8;
    private const int SizeAt = 124;
    private const int SizeOctets = 12;
    private const int TypeAt = 156;

    /// <summary>All formats have the checksum; older ones have no other mark.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Octets || octets[0] == 0) return false;
        if (!TryReadOctal(octets.Slice(SumAt, SumOctets), out var stated)) return false;
        long unsigned = SumOctets * ' ';
        long signed = SumOctets * ' ';
        for (var i = 0; i < Octets; i++)
        {
            if (i is >= SumAt and < SumAt + SumOctets) continue;
            unsigned += octets[i];
            signed += (sbyte)octets[i];
        }
        return stated == unsigned || stated == signed;
    }

    public static byte TypeOf(ReadOnlySpan<byte> header) => header[TypeAt];

    /// <summary>Octets of data behind the header; a number too large for octal digits is binary (GNU).</summary>
    public static bool TryReadSize(ReadOnlySpan<byte> header, out long size)
    {
        var field = header.Slice(SizeAt, SizeOctets);
        if ((field[0] & 0x80) == 0) return TryReadOctal(field, out size);
        size = 0;
        foreach (var octet in field[(SizeOctets - sizeof(long))..]) size = size << 8 | octet;
        return size >= 0;
    }

    private static bool TryReadOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        var digits = field.Trim(" \0"u8);
        foreach (var digit in digits)
        {
            // What follows the number is ignored.
            if (digit is 0 or (byte)' ') return true;
            if (digit is < (byte)'0' or > (byte)'7') return false;
            value = value << 3 | (long)(digit - '0');
        }
        return true;
    }
}
