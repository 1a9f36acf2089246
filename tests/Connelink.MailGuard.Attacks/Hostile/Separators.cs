using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>What stands between the fields of a part and its body: where one program sees the end of the fields, another reads on.</summary>
internal static class Separators
{
    private static readonly Family Family = new("separators", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.Aes128);
        (string Name, string Separator)[] lines =
        [
            ("cr", "\r"), ("lf", "\n"), ("lf-lf", "\n\n"), ("cr-cr-lf", "\r\r\n"), ("lf-cr-lf", "\n\r\n"), ("cr-lf-cr", "\r\n\r"),
                ("cr-lf-lf", "\r\n\n"),
            ("cr-lf-cr-lf", "\r\n\r\n"), ("blank", " \r\n"), ("two-lines-of-blanks", " \r\n \r\n"), ("tab", "\t\r\n"), ("vertical-tab", "\v\r\n"),
            ("form-feed", "\f\r\n"), ("nul", "\0\r\n"), ("nul-between", "\r\0\n"), ("quotes", "\"\"\r\n"), ("colon", ":\r\n"), ("comment", "()\r\n"),
            ("backslash", "\\\r\n"), ("byte-order-mark", "\u00EF\u00BB\u00BF\r\n"), ("none", ""), ("junk-base64", "ABCD\r\n\r\n"),
                ("junk-base64-padded", "ABC=\r\n\r\n"),
            ("junk-base64-then-blanks", "ABCD\r\n \r\n"), ("junk-word", "Bonjour\r\n\r\n"),
        ];
        foreach (var (name, separator) in lines) yield return Family.Inbound(name, mail with { PartSeparator = separator });

        var encoding = mail.PartEncoding;
        yield return Family.Inbound("encoding-behind-empty-line", mail with { PartEncoding = "", PartSeparator = $"\r\n{encoding}\r\n" });
        yield return Family.Inbound("encoding-behind-empty-line-no-other", mail with { PartEncoding = "", PartSeparator = $"\r\n{encoding}" });
        yield return Family.Inbound("encoding-behind-a-sentence", mail
            with
        { PartEncoding = "", PartSeparator = $"\r\nUne phrase.\r\n{encoding}\r\n" });
        yield return Family.Inbound("encoding-indented-behind-empty-line", mail with { PartEncoding = "", PartSeparator = $"\r\n {encoding}\r\n" });
        yield return Family.Inbound("encoding-behind-sentence-in-fields", mail with { PartEncoding = $"Une phrase.\r\n{encoding}" });
        yield return Family.Inbound("fields-after-empty-line", mail with { PartType = "\r\n" + mail.PartType });
        yield return Family.Inbound("fields-after-line-of-blanks", mail with { PartType = " \r\n" + mail.PartType });
        yield return Family.Inbound("message-line-of-blanks", mail with { Separator = " \r\n" });
        yield return Family.Inbound("message-none", mail with { Separator = "" });
        yield return Family.Inbound("message-first-line-empty", mail with { Fields = "\r\n" + mail.Fields });
        yield return Family.Inbound("message-first-line-of-blanks", mail with { Fields = " \r\n" + mail.Fields });
    }
}
