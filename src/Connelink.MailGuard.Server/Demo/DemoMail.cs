using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>Writes sample messages as mail programs write them, dot-stuffed and without the final CRLF: ready for the wire.</summary>
internal static class DemoMail
{
    private const string Greeting = "Bonjour,\nvoici le rapport.\n..a line with two dots\n";

    /// <summary>One text, or a text and attachments.</summary>
    /// <param name="from">The body of From; null: the reverse-path.</param>
    /// <param name="more">Fields on top, each with its line end.</param>
    public static byte[] Write(DemoMessage message, string? from = null, string more = "", string text = Greeting, params DemoPart[] attachments)
    {
        var part = DemoPart.Text(text);
        if (attachments.Length == 0) return Write(message, from, more, part.Fields, part.Content);
        return WriteParts(message, from, more, "multipart/mixed", [part.Octets(), .. attachments.Select(a => a.Octets())]);
    }

    /// <summary>A message that is one part and nothing else.</summary>
    public static byte[] WriteAlone(DemoMessage message, DemoPart part, string? from = null)
    {
        var octets = part.Octets();
        return Write(message, from, "", part.Fields, octets.AsSpan(octets.AsSpan().IndexOf("\r\n\r\n"u8) + 4));
    }

    /// <param name="type">With its parameters but the boundary.</param>
    /// <param name="parts">Each with its fields.</param>
    public static byte[] WriteParts(DemoMessage message, string? from, string more, string type, IReadOnlyList<byte[]> parts)
    {
        var program = message.Program;
        using var body = new MemoryStream();
        body.Write(Octets(program.Preamble));
        foreach (var part in parts)
        {
            body.Write(Octets($"--{program.Boundary}\n"));
            body.Write(part);
            body.Write("\r\n"u8);
        }
        body.Write(Octets($"--{program.Boundary}--\n"));
        return Write(message, from, more, $"Content-Type: {type};\n boundary=\"{program.Boundary}\"\n", body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    /// <param name="rest">Further fields, and the body after an empty line.</param>
    public static byte[] WriteRaw(DemoMessage message, string rest)
    {
        var end = rest.IndexOf("\n\n", StringComparison.Ordinal);
        return Write(message, null, "", rest[..end], Octets(rest[(end + 2)..]));
    }

    private static byte[] Write(DemoMessage message, string? from, string more, string content, ReadOnlySpan<byte> body)
    {
        var fields = message.Program.Fields
            .Replace("{from}", from ?? $"<{(message.ReversePath.Length == 0 ? "postmaster@partner.example" : message.ReversePath)}>", StringComparison.Ordinal)
            .Replace("{to}", $"<{message.Recipients[0]}>", StringComparison.Ordinal)
            .Replace("{subject}", message.What, StringComparison.Ordinal)
            .Replace("{content}", content.TrimEnd('\n'), StringComparison.Ordinal);
        return Stuffed([.. Octets($"{more}{fields}\n\n"), .. body]);
    }

    /// <summary>RFC 5321 4.5.2. Few lines start with a dot, and long attachments have none.</summary>
    private static byte[] Stuffed(byte[] message)
    {
        if (message.AsSpan().IndexOf("\r\n."u8) < 0) return message;
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace("\r\n.", "\r\n..", StringComparison.Ordinal));
    }

    private static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
