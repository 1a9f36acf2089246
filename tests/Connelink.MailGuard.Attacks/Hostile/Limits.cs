using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>More than any inspection reads, with the archive behind: a limit that is reached must refuse.</summary>
internal static class Limits
{
    private static readonly Family Family = new("limits", "RFC 2046 5.1.1, RFC 5322 2.1.1: no bound is given; limits of design.md section 6",
        RuleName.MimeIntegrity, RuleName.EncryptedArchive, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var part = Mail.Attachment("application/zip", "facture.zip", Payload.ZipCrypto);
        yield return Family.Inbound("multipart-70-deep", MailContent.Of(() => Deep(70, part)));
        yield return Family.Inbound("multipart-1000-deep", MailContent.Of(() => Deep(1_000, part)));
        yield return Family.Inbound("multipart-1000-deep-never-closed", MailContent.Of(() => Open(1_000, part)));
        yield return Family.Inbound("messages-100-deep", MailContent.Of(() => Mail.Single(Mail.InboundFields, "Content-Type: message/rfc822",
            Enumerable.Range(0, 100).Aggregate(Mail.Multipart("Subject: x\r\n", "mixed", "b1", part),
                (inner, _) => Mail.Single("Subject: x\r\n", "Content-Type: message/rfc822", inner)))));
        yield return Family.Inbound("parts-10001",
            MailContent.Of(() => Mail.Multipart(Mail.InboundFields, "mixed", "b1", [.. Enumerable.Repeat(Mail.TextPart("x"), 10_001), part])));
        yield return Family.Inbound("parts-100000-empty",
            MailContent.Of(() => Mail.Multipart(Mail.InboundFields, "mixed", "b1", [.. Enumerable.Repeat("", 100_000), part])));
        yield return Family.Inbound("header-of-200-kilobytes",
            MailContent.Of(() => Mail.InboundFields
            + string.Concat(Enumerable.Range(0, 4_000).Select(i => $"X-Field-{i}: {new string('x', 40)}\r\n")) + Rest(part)));
        yield return Family.Inbound("header-field-of-1-megabyte",
            MailContent.Of(() => Mail.InboundFields + $"X-Field: {new string('x', 1 << 20)}\r\n" + Rest(part)));
        yield return Family.Inbound("header-folded-100000-times",
            MailContent.Of(() => Mail.InboundFields + "X-Field: x" + string.Concat(Enumerable.Repeat("\r\n x", 100_000)) + "\r\n" + Rest(part)));
        yield return Family.Inbound("part-header-of-200-kilobytes",
            MailContent.Of(() => Mail.Multipart(Mail.InboundFields, "mixed", "b1",
            string.Concat(Enumerable.Range(0, 4_000).Select(i => $"X-Field-{i}: {new string('x', 40)}\r\n")) + part)));
        yield return Family.Inbound("nested-comments-10000",
            Mail.Single(Mail.InboundFields,
            $"Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: {new string('(', 10_000)}x{new string(')', 10_000)} base64", Text.Base64(Payload.ZipCrypto)));
        yield return Family.Inbound("parameters-10000",
            MailContent.Of(() => Mail.Single(Mail.InboundFields,
            $"Content-Type: multipart/mixed;\n {string.Concat(Enumerable.Range(0, 9_000).Select(i => $"p{i}=v;\n "))}boundary=b1",
            $"--b1\r\n{part}\r\n--b1--")));
        yield return Family.Inbound("readings-more-than-four",
            new TwoPartMail(Payload.ZipCrypto)
            {
                PartEncoding = string.Concat(((string[])["7bit", "quoted-printable", "x-uuencode", "binhex",
            "x-yencode", "gzip64", "base64"]).Select(value => $"Content-Transfer-Encoding: {value}\r\n"))
            });
        yield return Family.Inbound("boundary-candidates-100000",
            MailContent.Of(() => Mail.Multipart(Mail.InboundFields, "mixed", "b1",
            Mail.TextPart(string.Concat(Enumerable.Repeat("--b0\r\n", 100_000))), part)));
        yield return Family.Inbound("one-line-of-5-megabytes",
            MailContent.Of(() => Mail.Multipart(Mail.InboundFields, "mixed", "b1", Mail.TextPart(new string('x', 5 << 20)), part)));
    }

    private static string Rest(string part) => $"MIME-Version: 1.0\r\n{Mail.Composite("mixed", "b1", Mail.TextPart(), part)}\r\n";

    private static string Deep(int levels, string part) =>
        Mail.InboundFields + "MIME-Version: 1.0\r\n"
            + Enumerable.Range(0, levels).Aggregate(part, (inner, i) => Mail.Composite("mixed", $"level.{i}.", inner)) + "\r\n";

    private static string Open(int levels, string part) => Mail.InboundFields + "MIME-Version: 1.0\r\n"
        + string.Concat(Enumerable.Range(0,
            levels).Select(i => $"Content-Type: multipart/mixed; boundary=\"level.{i}.\"\r\n\r\n--level.{i}.\r\n")) + part + "\r\n";
}
