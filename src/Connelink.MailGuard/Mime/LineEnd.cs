namespace Connelink.MailGuard.Mime;

/// <summary>How octets end.</summary>
internal enum LineEnd : byte
{
    None,

    /// <summary>Perhaps the first half of a CRLF.</summary>
    Cr,
    Lf,
    CrLf,
}

internal static class LineEnds
{
    public static ReadOnlySpan<byte> Octets(this LineEnd lineEnd) => lineEnd switch
    {
        LineEnd.Cr => "\r"u8,
        LineEnd.Lf => "\n"u8,
        LineEnd.CrLf => "\r\n"u8,
        _ => default,
    };

    public static ReadOnlySpan<byte> Split(ReadOnlySpan<byte> octets, out LineEnd lineEnd)
    {
        lineEnd = octets switch
        {
            [.., (byte)'\r', (byte)'\n'] => LineEnd.CrLf,
            [.., (byte)'\n'] => LineEnd.Lf,
            [.., (byte)'\r'] => LineEnd.Cr,
            _ => LineEnd.None,
        };
        return octets[..^(lineEnd == LineEnd.CrLf ? 2 : lineEnd == LineEnd.None ? 0 : 1)];
    }
}
