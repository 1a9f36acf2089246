namespace Connelink.MailGuard.Smtp;

/// <summary>The transparency of RFC 5321 4.5.2 for octets that are there as a whole and begin at a line start.</summary>
public static class DotStuffing
{
    /// <summary>Whether a line begins with a dot.</summary>
    public static bool HasDot(ReadOnlySpan<byte> lines) => lines.StartsWith((byte)'.') || lines.IndexOf("\r\n."u8) >= 0;

    /// <summary>Takes the first dot of each line that begins with one away; the octets written.</summary>
    /// <param name="destination">As long as the lines.</param>
    public static int Remove(ReadOnlySpan<byte> lines, Span<byte> destination)
    {
        var written = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsLineStart(lines, i) || lines[i] != '.') destination[written++] = lines[i];
        }
        return written;
    }

    /// <summary>Puts a dot before each line that begins with one; the octets written.</summary>
    /// <param name="destination">Twice as long as the lines is enough.</param>
    public static int Put(ReadOnlySpan<byte> lines, Span<byte> destination)
    {
        if (!HasDot(lines))
        {
            lines.CopyTo(destination);
            return lines.Length;
        }
        var written = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsLineStart(lines, i) && lines[i] == '.') destination[written++] = (byte)'.';
            destination[written++] = lines[i];
        }
        return written;
    }

    private static bool IsLineStart(ReadOnlySpan<byte> lines, int at) => at == 0 || lines[at - 1] == '\n';
}
