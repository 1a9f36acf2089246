using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>An archive that neither its name nor its type gives away. Whoever opens it needs no more than a word in the text.</summary>
internal static class NamesAndTypes
{
    private static readonly Family Family = new("names-and-types", "MITRE ATT&CK T1036.008; noxxi/mime-is-broken (hide-filename)",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing)
    { Readers = "all" };

    public static IEnumerable<SampleMessage> All()
    {
        (string Name, string Type, string FileName)[] cases =
        [
            ("no-extension", "application/octet-stream", "facture"),
            ("picture", "image/png", "photo.png"),
            ("sound", "audio/mpeg", "message.mp3"),
            ("pdf", "application/pdf", "facture.pdf"),
            ("text", "text/plain", "facture.txt"),
            ("html", "text/html", "facture.html"),
            ("calendar", "text/calendar", "invite.ics"),
            ("signature", "application/pkcs7-signature", "smime.p7s"),
            ("key", "application/pgp-keys", "key.asc"),
            ("word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "facture.docx"),
            ("zip-underscore", "application/x-zip", "facture.zi_"),
            ("two-extensions", "application/zip", "facture.zip.pdf"),
            ("blanks-in-extension", "application/octet-stream", "facture.zip                    .txt"),
            ("font", "font/woff2", "a.woff2"),
            ("unknown-type", "x-anything/x-whatever", "a.bin"),
            ("external-tree", "model/vnd.example", "a.mdl"),
        ];
        foreach (var (name, type, fileName) in cases) yield return Family.Inbound(name,
            Mail.WithAttachment(Mail.InboundFields, type, fileName, Payload.Aes256));

        var mail = new TwoPartMail(Payload.ZipCrypto);
        yield return Family.Inbound("no-name", mail with { PartType = "Content-Type: application/octet-stream\r\n", PartDisposition = "" });
        yield return Family.Inbound("inline", mail with { PartDisposition = "Content-Disposition: inline\r\n" });
        yield return Family.Inbound("unknown-disposition", mail
            with
        { PartDisposition = "Content-Disposition: form-data; filename=facture.zip\r\n" });
        yield return Family.Inbound("text-body",
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: base64",
            Text.Base64(Payload.ZipCrypto)));
        yield return Family.Inbound("related-picture",
            Mail.Multipart(Mail.InboundFields, "related", "b1", Mail.Part("Content-Type: text/html", "<img src=\"cid:1\">"),
            Mail.Part("Content-Type: image/jpeg\nContent-ID: <1>\nContent-Transfer-Encoding: base64", Text.Base64(Payload.Aes128))));
        yield return Family.Inbound("alternative",
            Mail.Multipart(Mail.InboundFields, "alternative", "b1", Mail.TextPart(),
            Mail.Part("Content-Type: application/x-better\nContent-Transfer-Encoding: base64", Text.Base64(Payload.Aes128))));
        yield return Family.Inbound("rfc2231-name-with-slash", mail
            with
        { PartDisposition = "Content-Disposition: attachment; filename*0*=utf-8''facture%2E; filename*1=zip\r\n" });
        yield return Family.Inbound("name-of-nul", mail
            with
        { PartDisposition = "Content-Disposition: attachment; filename=\"facture.txt\0.zip\"\r\n" });
        yield return Family.Inbound("many-small-parts-before",
            Mail.Multipart(Mail.InboundFields, "mixed", "b1", [.. Enumerable.Repeat(Mail.TextPart("x"), 300), mail.Part]));
        yield return Family.Inbound("in-report",
            Mail.Multipart(Mail.InboundFields, "report; report-type=delivery-status", "b1", Mail.TextPart(),
            Mail.Part("Content-Type: message/delivery-status", "Reporting-MTA: dns; mx.elsewhere.example\r\n"), mail.Part));
        yield return Family.Inbound("in-signed",
            Mail.Multipart(Mail.InboundFields, "signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256", "b1", mail.Part,
            Mail.Part("Content-Type: application/pgp-signature", OpenPgp.Armor("SIGNATURE", OpenPgp.Signature))));
        yield return Family.Null("in-null-path-report", MailDirection.Inbound,
            Mail.Multipart(Mail.InboundFields, "report; report-type=delivery-status", "b9", Mail.TextPart(),
            Mail.Part("Content-Type: message/delivery-status", "Reporting-MTA: dns; mx.elsewhere.example\r\n"),
            Mail.Part("Content-Type: message/rfc822", Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Payload.Aes128))));
    }
}
