using System.Text;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Text of messages: one character an octet, lines end with CRLF.</summary>
internal static class Text
{
    private const int Base64Line = 76;

    /// <summary>The lines of a source text. What shall hold another line end or a NUL is joined to it, not written in it.</summary>
    public static string Lines(string source) => source.ReplaceLineEndings("\r\n");

    public static string Latin1(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);

    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    public static string Utf8(string text) => Latin1(Encoding.UTF8.GetBytes(text));

    /// <summary>Base64 in lines; the last has no line end, the delimiter brings it.</summary>
    public static string Base64(ReadOnlySpan<byte> octets, int line = Base64Line) => Wrap(Convert.ToBase64String(octets), line);

    public static string Wrap(string text, int line, string end = "\r\n") =>
        string.Join(end, text.Chunk(line).Select(chunk => new string(chunk)));

    /// <summary>Quoted-printable with every octet escaped that may be, in lines of 72.</summary>
    public static string QuotedPrintable(ReadOnlySpan<byte> octets, string softBreak = "=\r\n")
    {
        const int tripletsInLine = 24;
        return Wrap(string.Concat(octets.ToArray().Select(octet => $"={octet:X2}")), 3 * tripletsInLine, softBreak);
    }
}
