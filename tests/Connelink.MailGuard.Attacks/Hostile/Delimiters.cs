using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Delimiter lines and what stands around them: parts that only some programs find.</summary>
internal static class Delimiters
{
    private static readonly Family Family = new("delimiters", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken; RFC 2046 5.1.1",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.ZipCrypto);
        var part = mail.Part;
        var honest = Mail.Attachment("text/plain", "lisez-moi.txt", Payload.Content);
        (string Name, TwoPartMail Mail)[] cases =
        [
            ("blanks-behind", mail with { Second = "\r\n--b1  \t \r\n" }),
            ("blank-before", mail with { Second = "\r\n --b1\r\n" }),
            ("blank-between", mail with { Second = "\r\n-- b1\r\n" }),
            ("tab-before", mail with { First = "\t--b1\r\n" }),
            ("vertical-tab-behind", mail with { Second = "\r\n--b1\v\r\n" }),
            ("nul-behind", mail with { Second = "\r\n--b1\0\r\n" }),
            ("text-behind", mail with { Second = "\r\n--b1X\r\n" }),
            ("blank-and-text-behind", mail with { Second = "\r\n--b1 X\r\n" }),
            ("comment-behind", mail with { Second = "\r\n--b1 (x)\r\n" }),
            ("semicolon-behind", mail with { Second = "\r\n--b1;\r\n" }),
            ("one-dash-behind", mail with { Second = "\r\n--b1-\r\n" }),
            ("three-dashes-before", mail with { Second = "\r\n---b1\r\n" }),
            ("one-dash-before", mail with { Second = "\r\n-b1\r\n" }),
            ("quoted", mail with { Second = "\r\n--\"b1\"\r\n" }),
            ("other-case", mail with { Second = "\r\n--B1\r\n" }),
            ("in-the-middle-of-a-line", mail with { Second = " x--b1\r\n" }) ,
            ("byte-order-mark-before", mail with { First = "\u00EF\u00BB\u00BF--b1\r\n" }),
            ("blank-line-behind", mail with { Second = "\r\n--b1\r\n\r\n" }),
            ("line-of-blanks-behind", mail with { Second = "\r\n--b1\r\n \r\n" }),
            ("by-lf", mail with { Second = "\n--b1\n" }),
            ("by-cr", mail with { Second = "\r--b1\r" }),
            ("by-cr-cr-lf", mail with { Second = "\r\r\n--b1\r\r\n" }),
            ("close-missing", mail with { Close = "\r\n" }),
            ("close-without-dashes", mail with { Close = "\r\n--b1\r\n" }),
            ("close-with-text-behind", mail with { Second = "\r\n--b1--X\r\n" }),
            ("close-instead-of-delimiter", mail with { Second = "\r\n--b1--\r\n" }),
            ("close-with-blank", mail with { Second = "\r\n--b1 --\r\n" }),
            ("close-at-once", mail with { First = "--b1--\r\n\r\n--b1\r\n" }),
            ("in-preamble-no-delimiter", mail
                with { Preamble = part + "\r\n", First = "--b1\r\n", Second = "\r\n--b1\r\n", PartType = "Content-Type: text/plain\r\n",
                PartEncoding = "", PartDisposition = "", Body = "x" }),
            ("in-preamble-other-boundary", mail
                with { Preamble = $"--b9\r\n{part}\r\n--b9--\r\n", PartType = "Content-Type: text/plain\r\n", PartEncoding = "",
                PartDisposition = "", Body = "x" }),
            ("in-epilogue", mail with { PartType = "Content-Type: text/plain\r\n", PartEncoding = "", PartDisposition = "", Body = "x",
                Epilogue = part + "\r\n" }),
            ("in-epilogue-reopened", mail with { PartType = "Content-Type: text/plain\r\n", PartEncoding = "", PartDisposition = "",
                Body = "x", Epilogue = $"--b1\r\n{part}\r\n--b1--\r\n" }),
            ("in-epilogue-other-boundary", mail
                with { PartType = "Content-Type: text/plain\r\n", PartEncoding = "", PartDisposition = "", Body = "x",
                Epilogue = $"--b9\r\n{part}\r\n--b9--\r\n" }),
        ];
        foreach (var (name, changed) in cases) yield return Family.Inbound(name, changed);

        (string Name, string Outer, string Inner, string Body)[] nested =
        [
            ("inner-is-outer", "b1", "b1", $"--b1\r\n{Mail.TextPart()}\r\n--b1--\r\n{part}\r\n--b1--"),
            ("inner-is-outer-once-closed", "b1", "b1", $"--b1\r\n{Mail.TextPart()}\r\n--b1\r\n{part}\r\n--b1--"),
            ("inner-extends-outer", "b1", "b1x", $"--b1x\r\n{Mail.TextPart()}\r\n--b1x\r\n{part}\r\n--b1x--"),
            ("outer-extends-inner", "b1x", "b1", $"--b1\r\n{Mail.TextPart()}\r\n--b1\r\n{part}\r\n--b1--"),
            ("inner-uses-outer", "b1", "b2", $"--b2\r\n{Mail.TextPart()}\r\n--b1\r\n{part}\r\n--b2--"),
            ("inner-has-no-parts", "b1", "b2", $"\r\n--b1\r\n{part}"),
            ("inner-close-ends-outer", "b1", "b1--", $"--b1--\r\n{part}\r\n--b1----"),
            ("inner-never-closed", "b1", "b2", $"--b2\r\n{part}"),
            ("behind-close-of-inner-that-extends-outer", "b1", "b1x", $"--b1x\r\n{Mail.TextPart()}\r\n--b1x--\r\n{part}"),
            ("inner-close-begins-like-outer-close", "b1", "b1-", $"--b1-\r\n{Mail.TextPart()}\r\n--b1---\r\n--b1\r\n{part}"),
            ("inner-close-is-more-than-outer-close", "b1", "b1--x", $"--b1--x\r\n{Mail.TextPart()}\r\n--b1--x\r\n{part}\r\n--b1--x--"),
            ("third-begins-like-outer", "b1", "b1x", $"--b1x\r\n{Mail.TextPart()}\r\n--b1y\r\n{part}\r\n--b1x--"),
            ("rest-of-inner-is-a-field", "b1", "b1Content-Transfer-Encoding:base64",
                $"--b1Content-Transfer-Encoding:base64\r\n{mail.PartType}\r\n{mail.Body}\r\n--b1Content-Transfer-Encoding:base64--"),
            ("rest-of-inner-is-padding", "b1", "b1 x", $"--b1 x\r\n{part}\r\n--b1 x--"),
        ];
        foreach (var (name, outer, inner, body) in nested)
        {
            yield return Family.Inbound(name,
                $"{Mail.InboundFields}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{outer}\"\r\n\r\n--{outer}\r\n{honest}\r\n--{outer}\r\nContent-Type: multipart/mixed; boundary=\"{inner}\"\r\n\r\n{body}\r\n--{outer}--\r\n");
        }
        yield return Family.Inbound("inner-without-boundary",
            Mail.Multipart(Mail.InboundFields, "mixed", "b1",
            $"Content-Type: multipart/mixed\r\n\r\n--b2\r\n{Mail.TextPart()}\r\n--b2\r\n{part}\r\n--b2--"));
        yield return Family.Inbound("inner-without-boundary-uses-outer",
            Mail.Multipart(Mail.InboundFields, "mixed", "b1",
            $"Content-Type: multipart/mixed\r\n\r\n--b1\r\n{Mail.TextPart()}\r\n--b1\r\n{part}\r\n--b1--"));
        yield return Family.Inbound("inner-extends-outer-encoded",
            Mail.Multipart(Mail.InboundFields, "mixed", "b1",
            $"Content-Type: multipart/mixed; boundary=b12\r\nContent-Transfer-Encoding: base64\r\n\r\n{Text.Base64(Text.Octets($"--b12\r\n{part}\r\n--b12--"))}"));
        yield return Family.Inbound("behind-close-of-outer-that-extends-inner",
            Mail.Multipart(Mail.InboundFields, "mixed", "b12", Mail.Composite("mixed", "b1", Mail.TextPart())) + part + "\r\n");
        yield return Family.Inbound("digest-default",
            Mail.Multipart(Mail.InboundFields, "digest", "b1", $"\r\n{Mail.InboundFields}{mail.PartType}{mail.PartEncoding}\r\n{mail.Body}"))
            with
        { Source = "RFC 2046 5.1.5: message/rfc822 is the default in a digest" };
    }
}
