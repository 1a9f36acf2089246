namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Header fields and simple messages.</summary>
internal static class Mail
{
    public const string Date = "Mon, 5 Jan 2026 10:00:00 +0100";

    /// <summary>From a stranger to Jean.</summary>
    public static string InboundFields { get; } = Fields(Addresses.Alice, Addresses.Jean);

    /// <summary>From Jean to a partner.</summary>
    public static string OutboundFields { get; } = Fields(Addresses.Jean, Addresses.Bob);

    public static string Fields(string from, string to, string subject = "Facture de janvier") => Text.Lines(
        $"""
        From: <{from}>
        To: <{to}>
        Subject: {subject}
        Date: {Date}
        Message-ID: <20260105.100000@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]}>

        """);

    /// <summary>A message of plain text.</summary>
    public static string Plain(string fields, string text = "Bonjour,\r\n\r\nvoici.\r\n") =>
        fields + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n" + text;

    /// <summary>A message that is one part: its fields, then its body.</summary>
    public static string Single(string fields, string partFields, string body) =>
        fields + "MIME-Version: 1.0\r\n" + Text.Lines(partFields) + "\r\n\r\n" + body + "\r\n";

    /// <summary>A multipart of parts that bring their own fields.</summary>
    public static string Multipart(string fields, string subtype, string boundary, params string[] parts) =>
        fields + "MIME-Version: 1.0\r\n" + Composite(subtype, boundary, parts) + "\r\n";

    /// <summary>A multipart entity, to stand in a message or in another.</summary>
    public static string Composite(string subtype, string boundary, params string[] parts) =>
        $"Content-Type: multipart/{subtype}; boundary=\"{boundary}\"\r\n\r\n"
        + string.Concat(parts.Select(part => $"--{boundary}\r\n{part}\r\n")) + $"--{boundary}--";

    /// <summary>A part of a multipart.</summary>
    public static string Part(string fields, string body) => Text.Lines(fields) + "\r\n\r\n" + body;

    public static string TextPart(string text = "Bonjour,\r\nvoici.") => Part("Content-Type: text/plain; charset=us-ascii", text);

    /// <summary>An honest attachment in base64.</summary>
    public static string Attachment(string type, string fileName, ReadOnlySpan<byte> octets) => Part(
        $"""
        Content-Type: {type}; name="{fileName}"
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="{fileName}"
        """, Text.Base64(octets));

    /// <summary>A text and an attachment.</summary>
    public static string WithAttachment(string fields, string type, string fileName, ReadOnlySpan<byte> octets) =>
        Multipart(fields, "mixed", "b1", TextPart(), Attachment(type, fileName, octets));
}
