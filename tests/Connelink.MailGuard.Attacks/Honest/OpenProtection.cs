using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>Signatures and encryption where the plan has them, or where they are no one's of ours.</summary>
internal static class OpenProtection
{
    private static readonly Family Family = new("open-protection", "design.md section 4 essential-plan; RFC 8551, 3156");

    public static IEnumerable<SampleMessage> All()
    {
        var entity = Text.Octets(Mail.TextPart() + "\r\n");
        string P7m(string fields, byte[] cms) =>
            fields + "MIME-Version: 1.0\r\n" + Mail.Attachment("application/pkcs7-mime", "smime.p7m", cms) + "\r\n";
        string Signed(string fields) =>
            Mail.Multipart(fields, "signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", "b1", Mail.TextPart(),
            Mail.Attachment("application/pkcs7-signature", "smime.p7s", Cms.Signed(entity, detached: true)));
        var armor = OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted);
        var pgp = (string fields) => Mail.Multipart(fields, "encrypted; protocol=\"application/pgp-encrypted\"", "b1",
            Mail.Part("Content-Type: application/pgp-encrypted", "Version: 1"), Mail.Part("Content-Type: application/octet-stream", armor));
        var marie = Mail.Fields(Addresses.Marie, Addresses.Bob);

        yield return Family.Outbound("smime-enveloped-complete", P7m(Mail.OutboundFields, Cms.Enveloped(entity)));
        yield return Family.Outbound("smime-signed-complete", Signed(Mail.OutboundFields));
        yield return Family.Outbound("smime-opaque-complete", P7m(Mail.OutboundFields, Cms.Signed(entity)));
        yield return Family.Outbound("pgp-complete", pgp(Mail.OutboundFields));
        yield return Family.Outbound("pgp-inline-basic", Addresses.Paul, Mail.Plain(Mail.Fields(Addresses.Paul, Addresses.Bob), armor + "\r\n"));
        yield return Family.Inbound("smime-enveloped-inbound", P7m(Mail.InboundFields, Cms.Enveloped(entity)));
        yield return Family.Inbound("smime-signed-inbound", Signed(Mail.InboundFields));
        yield return Family.Inbound("smime-opaque-inbound", P7m(Mail.InboundFields, Cms.SignedInPieces(entity, 1000)));
        yield return Family.Inbound("pgp-inbound", pgp(Mail.InboundFields));
        yield return Family.Make("smime-to-essential", MailDirection.Inbound, new Envelope(Addresses.Alice, Addresses.Marie),
            P7m(Mail.Fields(Addresses.Alice, Addresses.Marie), Cms.Enveloped(entity)));
        yield return Family.Inbound("certificates-only", P7m(Mail.InboundFields, Cms.CertificatesOnly()));
        yield return Family.Outbound("certificates-only-essential", Addresses.Marie, P7m(marie, Cms.CertificatesOnly()));
        yield return Family.Outbound("public-key-essential", Addresses.Marie,
            Mail.WithAttachment(marie, "application/pgp-keys", "marie.asc", Text.Octets(OpenPgp.Armor("PUBLIC KEY BLOCK", OpenPgp.PublicKey))));
        yield return Family.Outbound("forwards-signed-message-essential", Addresses.Marie,
            Mail.Multipart(marie, "mixed", "b0", Mail.TextPart(), Mail.Part("Content-Type: message/rfc822", Signed(Mail.InboundFields))));
        yield return Family.Outbound("ordinary-essential", Addresses.Marie, Mail.WithAttachment(marie, "application/zip", "a.zip", Payload.Clear));
        yield return Family.Outbound("encrypted-archive-outbound",
            Mail.WithAttachment(Mail.OutboundFields, "application/zip", "a.zip", Payload.Aes256));
        yield return Family.Outbound("encrypted-archive-outbound-essential", Addresses.Marie,
            Mail.WithAttachment(marie, "application/zip", "a.zip", Payload.ZipCrypto));
    }
}
