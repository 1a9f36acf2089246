using System.Text;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Too much, where somebody might not count: in what stands around parts, in types that are none, in links written in other ways.</summary>
internal static class OtherOversize
{
    private const long TooMuch = Large.Limit + 1;

    /// <summary>It begins like an archive.</summary>
    private static readonly MailContent Binary = MailContent.Join("PK\u0003\u0004\u0014\0\0\0\0\0", Large.Fill(0x55, TooMuch));

    private const string Zip = "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.zip";

    private static readonly Family Family = new("oversize-elsewhere", "design.md section 4 attachment-size; RFC 2046, 2183, 2231, 2397, 3274; WHATWG URL, Fetch",
        RuleName.AttachmentSize, RuleName.MimeIntegrity);

    public static IEnumerable<SampleMessage> All() => AroundParts().Concat(Types()).Concat(InText()).Concat(InPages());

    private static IEnumerable<SampleMessage> AroundParts()
    {
        const string mixed = "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"inner\"\r\n\r\n";
        var part = $"--inner\r\n{Mail.TextPart()}\r\n";
        yield return Family.Inbound("preamble-of-attached-message",
            Oversize.Parts(("Content-Type: message/rfc822", MailContent.Join(mixed, Large.Lines(TooMuch), "\r\n", part, "--inner--\r\n"))));
        yield return Family.Outbound("epilogue-of-attached-message", Oversize.Parts(Mail.OutboundFields,
            ("Content-Type: message/rfc822", MailContent.Join(mixed, part, "--inner--\r\n", Large.Lines(TooMuch)))));
        yield return Family.Inbound("text-of-attached-message-without-type",
            Oversize.Parts(("Content-Type: message/rfc822", MailContent.Join("Subject: x\r\n\r\n", Large.Lines(TooMuch)))));
        yield return Family.Inbound("headers-of-attached-messages", Oversize.Parts([.. Enumerable.Repeat(
            ("Content-Type: message/rfc822", MailContent.Of(() => "Subject: x\r\n" + string.Concat(Enumerable.Repeat($"X-Data: {new string('x', 66)}\r\n", 1300)) + "\r\nx")), 430)]));
        yield return Family.Outbound("attached-message-in-base64", Oversize.Parts(Mail.OutboundFields,
            ("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", Large.Base64(MailContent.Join("Subject: x\r\n\r\n", Large.Lines(TooMuch))))));
        yield return Family.Outbound("attached-message-by-name", Oversize.Parts(Mail.OutboundFields,
            ("Content-Type: application/octet-stream; name=a.eml", MailContent.Join("Subject: x\r\nFrom: a@b.example\r\n\r\n", Large.Lines(TooMuch)))));
        yield return Family.Outbound("half-behind-the-close",
            MailContent.Join(Mail.OutboundFields + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\n" + Text.Lines(Zip) + "\r\n\r\n",
            Large.Base64(TooMuch / 2), "\r\n--b1--\r\n--b1\r\n" + Text.Lines(Zip) + "\r\n\r\n", Large.Base64(TooMuch / 2 + 1), "\r\n--b1--\r\n"));
        yield return Family.Inbound("in-digest", MailContent.Join(Mail.InboundFields,
            "MIME-Version: 1.0\r\nContent-Type: multipart/digest; boundary=\"b1\"\r\n\r\n--b1\r\n\r\nSubject: x\r\n\r\n", Large.Lines(TooMuch), "\r\n--b1--\r\n"));
    }

    private static IEnumerable<SampleMessage> Types()
    {
        const string text = "Content-Type: text/plain; charset=us-ascii\n";
        (string Name, string Fields)[] inBase64 =
        [
            ("type-without-subtype", "Content-Type: zip\nContent-Transfer-Encoding: base64"),
            ("type-of-a-name", "Content-Type: archive.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: inline"),
            ("binary-text", text + "Content-Transfer-Encoding: base64"),
            ("binary-page", "Content-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Disposition: inline"),
            ("text-type-with-more-behind", "Content-Type: text/plain/zip\nContent-Transfer-Encoding: base64"),
        ];
        foreach (var (name, fields) in inBase64) yield return Family.Inbound(name, Oversize.Parts((fields, Large.Base64(Binary))));

        (string Name, string Fields)[] lines =
        [
            ("two-dispositions", text + "Content-Disposition: inline\nContent-Disposition: attachment; filename=a.txt"),
            ("disposition-behind-comment", text + "Content-Disposition: (x) attachment; filename=a.txt"),
            ("disposition-misspelled", text + "Content-Disposition: attachement"),
            ("disposition-quoted", text + "Content-Disposition: \"attachment\""),
            ("name-in-encoded-word", "Content-Type: text/plain; name=\"=?utf-8?q?journal=2Etxt?=\""),
            ("name-in-pieces", "Content-Type: text/plain; name*0=\"jour\"; name*1=\"nal.txt\""),
            ("name-in-other-case", "Content-Type: TEXT/PLAIN; NAME=journal.txt"),
            ("inline-file-name-in-pieces", text + "Content-Disposition: inline; filename*1*=.txt; filename*0*=utf-8''a"),
            ("rich-text", "Content-Type: text/enriched"),
        ];
        foreach (var (name, fields) in lines) yield return Family.Outbound(name, Oversize.Parts(Mail.OutboundFields, (fields, Large.Lines(TooMuch))));
    }

    private static IEnumerable<SampleMessage> InText()
    {
        const string plain = "Content-Type: text/plain; charset=us-ascii";
        yield return Family.Inbound("uuencode-in-many-texts", Oversize.Parts([.. Enumerable.Repeat(
            (plain, MailContent.Join("begin 644 a.bin\r\n", Large.UuLines(1 << 20), "`\r\nend")), 40), (plain, "begin 644 b\r\n!00``\r\n`\r\nend")]));
        yield return Family.Outbound("uuencode-in-page", MailContent.Join(
            Mail.Single(Mail.OutboundFields, "Content-Type: text/html", "<pre>\r\nbegin 644 a.bin")[..^2] + "\r\n", Large.UuLines(TooMuch), "`\r\nend\r\n</pre>\r\n"));
        yield return Family.Outbound("begin-base64", MailContent.Join(Mail.Plain(Mail.OutboundFields, "begin-base64 644 a.bin\r\n"), Large.Base64(TooMuch), "\r\n====\r\n"));
        yield return Family.Outbound("uuencode-in-preamble", MailContent.Join(
            Mail.OutboundFields + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nbegin 644 a.bin\r\n", Large.UuLines(TooMuch),
            $"`\r\nend\r\n--b1\r\n{Mail.TextPart()}\r\n--b1--\r\n"));
        yield return Family.Inbound("compressed-cms", Mail.Single(Mail.InboundFields,
            "Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z\nContent-Transfer-Encoding: base64",
            Text.Base64(Cms.Compressed([.. Encoding.ASCII.GetBytes("Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), .. new byte[TooMuch]]))));
    }

    private static IEnumerable<SampleMessage> InPages()
    {
        (string Name, string Start)[] links =
        [
            ("references", "<img src=\"&#x64;&#97;t&#0000097;&colon;image/png;base64,"),
            ("long-heading", $"<img src=\"data:image/png;x={new string('x', 400)};base64,"),
            ("quotes-in-heading", "<img src='data:image/png;x=\"y\";base64,"),
            ("brackets-in-heading", "<img src='data:image/png;x=<y>;base64,"),
            ("line-ends-in-heading", "<img src='data:image/\r\npng;ba\r\nse64,"),
            ("blank-before-base64", "<img src='data:image/png ; base64 ,"),
            ("behind-prose", "<p>data: more of it soon <img src='data:image/png;base64,"),
            ("no-type", "<img src='data:;base64,"),
            ("word-for-a-type", "<img src='data:x;base64,"),
        ];
        foreach (var (name, start) in links)
        {
            yield return Family.Outbound("data-uri-" + name, MailContent.Join(Mail.Single(Mail.OutboundFields, "Content-Type: text/html", start)[..^2], Large.Base64(TooMuch), "'\">\r\n"));
        }
        yield return Family.Outbound("data-uri-of-plain-letters", MailContent.Join(Mail.Single(Mail.OutboundFields, "Content-Type: text/html", "<a href='data:x,"),
            Large.Lines(TooMuch + (TooMuch / 30)), "'>\r\n"));
    }
}
