namespace Connelink.MailGuard.Mime;

/// <summary>One line of uuencode: a length, then four characters for three octets (POSIX uuencode).</summary>
internal static class UuencodeLine
{
    /// <summary>Octets that the line encodes, 1 to 45; 0 where it is the last or no such line.</summary>
    /// <remarks>Mail software strips blanks, which are zeros, from the end of lines; some encoders add a check character or two.</remarks>
    public static int Length(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] is < 0x20 or > 0x60) return 0;
        var length = (line[0] - 0x20) & 63;
        var characters = (length + 2) / 3 * 4;
        if (length is 0 or > 45 || line.Length - 1 > characters + 2) return 0;
        // Check characters may be any letters.
        return line[..Math.Min(line.Length, characters + 1)].ContainsAnyExceptInRange((byte)0x20, (byte)0x60) ? 0 : length;
    }

    public static int Decode(ReadOnlySpan<byte> line, int length, Span<byte> destination)
    {
        var written = 0;
        for (var at = 1; written < length; at += 4)
        {
            var bits = (Bits(line, at) << 18) | (Bits(line, at + 1) << 12) | (Bits(line, at + 2) << 6) | Bits(line, at + 3);
            destination[written++] = (byte)(bits >> 16);
            if (written < length) destination[written++] = (byte)(bits >> 8);
            if (written < length) destination[written++] = (byte)bits;
        }
        return written;
    }

    private static int Bits(ReadOnlySpan<byte> line, int at) => at < line.Length ? (line[at] - 0x20) & 63 : 0;
}
