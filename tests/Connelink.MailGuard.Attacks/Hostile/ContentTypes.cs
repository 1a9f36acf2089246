using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Content-Type fields that make a part composite for one program and a leaf for another.</summary>
internal static class ContentTypes
{
    private static readonly Family Family = new("content-types", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.ZipCrypto);
        const string good = "Content-Type: multipart/mixed; boundary=\"b1\"\r\n";
        (string Name, string Fields)[] whole =
        [
            ("octet-stream-then-multipart", "Content-Type: application/octet-stream\r\n" + good),
            ("multipart-then-octet-stream", good + "Content-Type: application/octet-stream\r\n"),
            ("text-then-multipart", "Content-Type: text/plain\r\n" + good),
            ("multipart-then-text", good + "Content-Type: text/plain\r\n"),
            ("other-boundary-then-this", "Content-Type: multipart/mixed; boundary=\"b9\"\r\n" + good),
            ("this-then-other-boundary", good + "Content-Type: multipart/mixed; boundary=\"b9\"\r\n"),
            ("list-multipart-first", "Content-Type: multipart/mixed, text/plain; boundary=\"b1\"\r\n"),
            ("list-multipart-last", "Content-Type: text/plain, multipart/mixed; boundary=\"b1\"\r\n"),
            ("no-subtype", "Content-Type: multipart; boundary=\"b1\"\r\n"),
            ("empty-subtype", "Content-Type: multipart/; boundary=\"b1\"\r\n"),
            ("unknown-subtype", "Content-Type: multipart/invalid; boundary=\"b1\"\r\n"),
            ("blanks-around-slash", "Content-Type: multipart / mixed; boundary=\"b1\"\r\n"),
            ("escape-in-type", "Content-Type: multi\\part/mixed; boundary=\"b1\"\r\n"),
            ("quoted-type", "Content-Type: \"multipart/mixed\"; boundary=\"b1\"\r\n"),
            ("comment-in-type", "Content-Type: multi(x)part/mixed; boundary=\"b1\"\r\n"),
            ("comment-before-type", "Content-Type: (text/plain) multipart/mixed; boundary=\"b1\"\r\n"),
            ("encoded-word", "Content-Type: =?us-ascii?Q?multipart/mixed?=; boundary=\"b1\"\r\n"),
            ("folded-in-type", "Content-Type: multipart/\r\n mixed; boundary=\"b1\"\r\n"),
            ("nul-in-type", "Content-Type: multipart\0/mixed; boundary=\"b1\"\r\n"),
            ("no-semicolon", "Content-Type: multipart/mixed boundary=\"b1\"\r\n"),
            ("two-semicolons", "Content-Type: multipart/mixed;; boundary=\"b1\"\r\n"),
            ("type-missing", "Content-Type: boundary=\"b1\"\r\n"),
            ("type-empty", "Content-Type: ; boundary=\"b1\"\r\n"),
            ("multipart-in-parameter", "Content-Type: text/plain; x=\"y\"; multipart/mixed; boundary=\"b1\"\r\n"),
        ];
        foreach (var (name, fields) in whole) yield return Family.Inbound(name, mail with { Type = fields });

        (string Name, string Fields)[] part =
        [
            ("part-zip-then-multipart", "Content-Type: application/zip\r\nContent-Type: multipart/mixed; boundary=b2\r\n"),
            ("part-multipart-then-zip", "Content-Type: multipart/mixed; boundary=b2\r\nContent-Type: application/zip\r\n"),
            ("part-multipart-that-has-no-parts", "Content-Type: multipart/mixed; boundary=b2\r\n"),
            ("part-multipart-without-boundary", "Content-Type: multipart/mixed; name=facture.zip\r\n"),
            ("part-multiparts", "Content-Type: multiparts/mixed; boundary=b2\r\n"),
            ("part-x-multipart", "Content-Type: x-multipart/mixed; boundary=b2\r\n"),
            ("part-zip-with-boundary", "Content-Type: application/zip; boundary=b2\r\n"),
            ("part-message-rfc822", "Content-Type: message/rfc822\r\n"),
            ("part-delivery-status", "Content-Type: message/delivery-status\r\n"),
            ("part-empty-type", "Content-Type:\r\n"),
            ("part-without-type", ""),
        ];
        foreach (var (name, fields) in part) yield return Family.Inbound(name, mail with { PartType = fields });

        yield return Family.Inbound("no-version-and-no-type-but-parts", mail with { Version = "", Type = "" })
            with
        { Readers = "mail programs that sniff; CVE-2003-0121 without the version alone" };
        yield return Family.Inbound("no-version", mail with { Version = "" }) with { Source = "CVE-2003-0121" };
        yield return Family.Inbound("version-2", mail with { Version = "MIME-Version: 2.0\r\n" });
        yield return Family.Inbound("version-twice", mail with { Version = "MIME-Version: 0.9\r\nMIME-Version: 1.0 (produced by nobody)\r\n" });
    }
}
