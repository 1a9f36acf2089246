using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Encodings on multipart and message, where RFC 2045 6.4 allows none and many programs decode all the same.</summary>
internal static class Composites
{
    private static readonly Family Family = new("composites", "RFC 2045 6.4; Inbox Invasion (CCS 2024), MIMEminer",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity)
    {
        Readers = "base64 on message/rfc822: Outlook, Gmail, Python email (not decoded), MimeKit (decoded)",
    };

    public static IEnumerable<SampleMessage> All()
    {
        var attached = Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Payload.ZipCrypto);
        var inner = Text.Octets(attached);
        var parts = $"--b1\r\n{Mail.TextPart()}\r\n--b1\r\n{Mail.Attachment("application/zip", "facture.zip", Payload.ZipCrypto)}\r\n--b1--\r\n";
        const string multipart = "Content-Type: multipart/mixed; boundary=\"b1\"\n";
        const string message = "Content-Type: message/rfc822\n";

        yield return Family.Inbound("multipart-base64-decoded",
            Mail.Single(Mail.InboundFields, multipart + "Content-Transfer-Encoding: base64", Text.Base64(Text.Octets(parts))));
        yield return Family.Inbound("multipart-base64-not-decoded",
            Mail.Single(Mail.InboundFields, multipart + "Content-Transfer-Encoding: base64", parts));
        yield return Family.Inbound("multipart-quoted-printable",
            Mail.Single(Mail.InboundFields, multipart + "Content-Transfer-Encoding: quoted-printable", Text.QuotedPrintable(Text.Octets(parts))));
        yield return Family.Inbound("multipart-quoted-printable-not-decoded",
            Mail.Single(Mail.InboundFields, multipart + "Content-Transfer-Encoding: quoted-printable", parts));
        yield return Family.Inbound("multipart-unknown-encoding",
            Mail.Single(Mail.InboundFields, multipart + "Content-Transfer-Encoding: xyz", parts));
        yield return Family.Inbound("message-base64",
            Mail.Single(Mail.InboundFields, message + "Content-Transfer-Encoding: base64", Text.Base64(inner)));
        yield return Family.Inbound("message-quoted-printable",
            Mail.Single(Mail.InboundFields, message + "Content-Transfer-Encoding: quoted-printable", Text.QuotedPrintable(inner)));
        yield return Family.Inbound("message-base64-not-decoded",
            Mail.Single(Mail.InboundFields, message + "Content-Transfer-Encoding: base64", attached));
        yield return Family.Inbound("message-global-base64",
            Mail.Single(Mail.InboundFields, "Content-Type: message/global\nContent-Transfer-Encoding: base64", Text.Base64(inner)))
            with
        { Source = "RFC 6532 3.7" };
        yield return Family.Inbound("part-of-multipart-base64",
            Mail.Multipart(Mail.InboundFields, "mixed", "b0", Mail.TextPart(),
            Mail.Part(multipart + "Content-Transfer-Encoding: base64", Text.Base64(Text.Octets(parts)))));
    }
}
