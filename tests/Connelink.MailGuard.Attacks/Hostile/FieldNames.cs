using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Names of fields that some programs still know and others do not: the encoding or the structure hides behind them.</summary>
internal static class FieldNames
{
    private static readonly Family Family = new("field-names", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken; ClamAV PR 1814",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing)
    {
        Readers = "blank before the colon: Python email, Outlook; line without colon skipped: MimeKit, mailparser",
    };

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.Aes128);
        (string Name, string Lines)[] encodings =
        [
            ("blank-before-colon", "Content-Transfer-Encoding : base64"),
            ("tab-before-colon", "Content-Transfer-Encoding\t: base64"),
            ("nul-before-colon", "Content-Transfer-Encoding\0: base64"),
            ("two-colons", "Content-Transfer-Encoding:: base64"),
            ("no-colon", "Content-Transfer-Encoding base64"),
            ("blank-before-name", " Content-Transfer-Encoding: base64"),
            ("nul-before-name", "\0Content-Transfer-Encoding: base64"),
            ("vertical-tab-before-name", "\vContent-Transfer-Encoding: base64"),
            ("byte-order-mark-before-name", "\u00EF\u00BB\u00BFContent-Transfer-Encoding: base64"),
            ("folded-before-colon", "Content-Transfer-Encoding\r\n : base64"),
            ("folded-in-name", "Content-Transfer-\r\n Encoding: base64"),
            ("name-twice", "Content-Transfer-Encoding: Content-Transfer-Encoding: base64"),
            ("comment-in-name", "Content-Transfer-Encoding(x): base64"),
            ("comment-with-colon", "Content-Transfer-Encoding(: )base64"),
            ("half-comment-in-name", "Content-Transfe(r-Encoding: base64"),
            ("encoded-word", "=?us-ascii?Q?Content-Transfer-Encoding?=: base64"),
            ("line-without-colon-before", "XXXXXXXXXX\r\nContent-Transfer-Encoding: base64"),
            ("octets-without-colon-before", "\u0001\u0002\u0003\r\nContent-Transfer-Encoding: base64"),
            ("blank-line-of-blanks-before", " \r\nContent-Transfer-Encoding: base64"),
            ("colon-alone-before", ":\r\nContent-Transfer-Encoding: base64"),
            ("hidden-in-a-continuation", "X-Foo : bar\r\n Content-Transfer-Encoding: base64"),
            ("unfolded-name-parameter", "Content-Description: facture\r\nname=facture.zip\r\nContent-Transfer-Encoding: base64"),
        ];
        foreach (var (name, lines) in encodings) yield return Family.Inbound("encoding-" + name, mail with { PartEncoding = lines + "\r\n" });

        (string Name, string Lines)[] types =
        [
            ("blank-before-colon", "Content-Type : multipart/mixed; boundary=\"b1\""),
            ("two-colons", "Content-Type:: multipart/mixed; boundary=\"b1\""),
            ("folded-before-colon", "Content-Type\r\n : multipart/mixed; boundary=\"b1\""),
            ("hidden-in-a-continuation", "X-Foo Bar:bar\r\n Content-Type: multipart/mixed; boundary=\"b1\""),
            ("hidden-behind-junk", "X-Foo-bar\r\n Content-Type: multipart/mixed; boundary=\"b1\""),
            ("hidden-behind-cr", "X-Foo: bar\rContent-Type: multipart/mixed; boundary=\"b1\""),
            ("line-without-colon-before", "XXXXXXXXXX\r\nContent-Type: multipart/mixed; boundary=\"b1\""),
            ("from-line-before", "From jean@client.example Mon Jan  5 10:00:00 2026\r\nContent-Type: multipart/mixed; boundary=\"b1\""),
        ];
        foreach (var (name, lines) in types) yield return Family.Inbound("type-" + name, mail with { Type = lines + "\r\n" });
    }
}
