using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>The same ambiguities one level down: in an attached message, in an inner multipart, in a file that is a message.</summary>
internal static class NestedStructure
{
    private static readonly Family Family = new("nested-structure", "Inbox Invasion (CCS 2024), MIMEminer; RFC 2046 5.2.1; RFC 2557",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.Aes128);
        const string field = "Content-Transfer-Encoding: ";
        (string Name, TwoPartMail Mail)[] cases =
        [
            ("two-encodings", mail with { PartEncoding = $"{field}7bit\r\n{field}base64\r\n" }),
            ("encoding-near-miss", mail with { PartEncoding = $"{field}base64;\r\n" }),
            ("encoding-blank-before-colon", mail with { PartEncoding = "Content-Transfer-Encoding : base64\r\n" }),
            ("two-types", mail with { Type = "Content-Type: text/plain\r\n" + mail.Type }),
            ("two-boundaries", mail.Bounded("; boundary=b9; boundary=b1", "b1")),
            ("boundary-missing", mail.Bounded("", "b1")),
            ("boundary-empty", mail.Bounded("; boundary=\"\"", "")),
            ("boundary-rfc2231", mail.Bounded("; boundary*0=b; boundary*1=1", "b1")),
            ("padding-inside", mail with { Body = Text.Base64(mail.Archive.AsSpan(0, 100)) + "\r\n" + Text.Base64(mail.Archive.AsSpan(100)) }),
            ("in-epilogue-reopened", mail with { Second = "\r\n--b1--\r\n--b1\r\n" }),
            ("no-version", mail with { Version = "" }),
        ];
        foreach (var (name, changed) in cases)
        {
            yield return Family.Inbound("message-" + name,
                Mail.Multipart(Mail.InboundFields, "mixed", "outer", Mail.TextPart(), Mail.Part("Content-Type: message/rfc822", changed.ToString())));
            yield return Family.Inbound("part-" + name,
                Mail.Multipart(Mail.InboundFields, "mixed", "outer", Mail.TextPart(), (changed with { Fields = "", Version = "" }).ToString()));
        }

        var whole = mail.ToString();
        (string Name, string Start)[] starts =
        [
            ("empty-line", "\r\n"), ("line-of-blanks", "  \r\n"), ("from-line", "From alice@elsewhere.example Mon Jan  5 10:00:00 2026\r\n"),
            ("quoted-from-line", ">From alice@elsewhere.example Mon Jan  5 10:00:00 2026\r\n"), ("byte-order-mark", "\u00EF\u00BB\u00BF"),
                ("line-without-colon", "Bonjour\r\n"),
        ];
        foreach (var (name, start) in starts)
        {
            yield return Family.Inbound("message-behind-" + name,
                Mail.Multipart(Mail.InboundFields, "mixed", "outer", Mail.TextPart(), Mail.Part("Content-Type: message/rfc822", start + whole)));
        }
        yield return Family.Inbound("file-is-a-message",
            Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "courrier.bin", Text.Octets(whole)));
        yield return Family.Inbound("file-is-a-message-with-lf",
            Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "courrier.eml",
            Text.Octets(whole.Replace("\r\n", "\n", StringComparison.Ordinal))));
        yield return Family.Inbound("file-is-a-web-archive",
            Mail.WithAttachment(Mail.InboundFields, "application/x-mimearchive", "page.mht",
            Text.Octets("From: <Saved by Blink>\r\nSnapshot-Content-Location: http://elsewhere.example/\r\n" + whole)));
        yield return Family.Inbound("file-is-a-message-as-text",
            Mail.WithAttachment(Mail.InboundFields, "text/plain", "courrier.txt", Text.Octets(whole)));
    }
}
