using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Content that is not in the message: split over several, or to be fetched by the reader.</summary>
internal static class PartialMessages
{
    private static readonly Family Family = new("partial-messages", "RFC 2046 5.2.2, 5.2.3; ClamAV PR 1814; CERT VU#836088",
        RuleName.MimeIntegrity, RuleName.EncryptedArchive)
    { Readers = "partial: Outlook Express, Eudora, Pine; external-body: Netscape, mutt" };

    public static IEnumerable<SampleMessage> All()
    {
        var body = Text.Base64(Payload.ZipCrypto);
        var whole = Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Payload.ZipCrypto);
        var half = whole.Length / 2;
        const string partial = "Content-Type: message/partial; id=\"abc@elsewhere.example\"; total=2; number=";
        yield return Family.Inbound("partial-first", Mail.Single(Mail.InboundFields, partial + "1", whole[..half]));
        yield return Family.Inbound("partial-second", Mail.Single(Mail.InboundFields, partial + "2", whole[half..]));
        yield return Family.Inbound("partial-of-one",
            Mail.Single(Mail.InboundFields, "Content-Type: message/partial; id=x; total=1; number=1", whole));
        yield return Family.Inbound("partial-odd-case",
            Mail.Single(Mail.InboundFields, "CONTENT-TYPE: Message/PARTIAL; id=x; total=2; number=2", body));
        yield return Family.Inbound("partial-as-part",
            Mail.Multipart(Mail.InboundFields, "mixed", "b9", Mail.TextPart(), Mail.Part(partial + "1", whole[..half])));
        yield return Family.Inbound("partial-in-attached-message",
            Mail.Single(Mail.InboundFields, "Content-Type: message/rfc822", Mail.Single(Mail.InboundFields, partial + "1", whole[..half])));
        yield return Family.Inbound("partial-second-of-two-types",
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain\n" + partial + "2", body));
        yield return Family.Inbound("external-url",
            Mail.Single(Mail.InboundFields,
            "Content-Type: message/external-body; access-type=URL; URL=\"http://elsewhere.example/facture.zip\"",
            "Content-Type: application/zip\r\n\r\n")) with
        { Source = "RFC 2017" };
        yield return Family.Inbound("external-ftp",
            Mail.Single(Mail.InboundFields,
            "Content-Type: message/external-body; access-type=ANON-FTP; site=elsewhere.example; name=facture.zip",
            "Content-Type: application/zip\r\n\r\n"));
        yield return Family.Inbound("external-as-part",
            Mail.Multipart(Mail.InboundFields, "mixed", "b1", Mail.TextPart(),
            Mail.Part("Content-Type: message/external-body; access-type=local-file; name=\"/etc/passwd\"", "Content-Type: text/plain\r\n")));
    }
}
