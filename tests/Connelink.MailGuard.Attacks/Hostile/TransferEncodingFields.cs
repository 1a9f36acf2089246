using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Several Content-Transfer-Encoding fields: one program takes the first, another the last, a third the first that it knows.</summary>
internal static class TransferEncodingFields
{
    private const string Field = "Content-Transfer-Encoding: ";

    private static readonly Family Family = new("transfer-encoding-fields", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity)
    {
        Readers = "last wins: mailparser; first wins: Python email, MimeKit",
    };

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.Aes256);
        (string Name, string[] Values)[] cases =
        [
            ("base64-then-7bit", ["base64", "7bit"]),
            ("7bit-then-base64", ["7bit", "base64"]),
            ("base64-then-quoted-printable", ["base64", "quoted-printable"]),
            ("quoted-printable-then-base64", ["quoted-printable", "base64"]),
            ("base64-then-unknown", ["base64", "xxxxxxx"]),
            ("unknown-then-base64", ["xxxxxxx", "base64"]),
            ("empty-then-base64", ["", "base64"]),
            ("base64-then-empty", ["base64", ""]),
            ("8bit-base64-base64", ["8bit", "base64", "base64"]),
            ("base64-base64-8bit", ["base64", "base64", "8bit"]),
            ("binary-base64-binary", ["binary", "base64", "binary"]),
            ("uuencode-then-base64", ["x-uuencode", "base64"]),
            ("five-kinds", ["7bit", "8bit", "quoted-printable", "x-uuencode", "base64"]),
        ];
        foreach (var (name, values) in cases)
        {
            yield return Family.Inbound(name, mail with { PartEncoding = string.Concat(values.Select(value => $"{Field}{value}\r\n")) });
        }
        yield return Family.Inbound("apart", mail
            with
        { PartEncoding = $"{Field}7bit\r\n", PartDisposition = mail.PartDisposition + $"{Field}base64\r\n" });
        yield return Family.Inbound("names-in-other-case", mail with { PartEncoding = $"{Field}7bit\r\ncontent-transfer-encoding: base64\r\n" });
        yield return Family.Inbound("second-uuencoded", mail with
        {
            PartEncoding = $"{Field}base64\r\n{Field}x-uuencode\r\n",
            Body = OldEncodings.Uuencode(mail.Archive),
        });
        yield return Family.Inbound("quoted-printable-body", mail with
        {
            PartEncoding = $"{Field}base64\r\n{Field}quoted-printable\r\n",
            Body = Text.QuotedPrintable(mail.Archive),
        });
        yield return Family.Inbound("whole-message-one-part",
            Mail.Single(Mail.InboundFields, $"Content-Type: application/zip; name=a.zip\n{Field}7bit\n{Field}base64", Text.Base64(mail.Archive)));
    }
}
