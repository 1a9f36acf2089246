using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>One octet more than the 40 MiB of attachments, in all the forms that attachments have. Made as they are read.</summary>
internal static class Oversize
{
    private const long TooMuch = Large.Limit + 1;

    private static readonly Family Family = new("oversize", "design.md section 4 attachment-size; RFC 2045; RFC 2397; MS-OXTNEF",
        RuleName.AttachmentSize);

    public static IEnumerable<SampleMessage> All()
    {
        const string zip = "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.zip";
        yield return Family.Inbound("one-part", Parts((zip, Large.Base64(TooMuch))));
        yield return Family.Outbound("one-part-outbound", Parts(Mail.OutboundFields, (zip, Large.Base64(TooMuch))));
        yield return Family.Inbound("two-parts", Parts((zip, Large.Base64(TooMuch / 2)), (zip, Large.Base64(TooMuch - TooMuch / 2))));
        yield return Family.Outbound("forty-one-parts",
            Parts(Mail.OutboundFields, [.. Enumerable.Repeat((zip, Large.Base64(1 << 20)), 40), (zip, Large.Base64(1))]));
        yield return Family.Inbound("whole-message",
            MailContent.Join(Mail.InboundFields + "MIME-Version: 1.0\r\n" + Text.Lines(zip) + "\r\n\r\n", Large.Base64(TooMuch), "\r\n"));
        yield return Family.Inbound("inline",
            Parts(("Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\nContent-Disposition: inline", Large.Base64(TooMuch))));
        yield return Family.Outbound("text-with-file-name",
            Parts(Mail.OutboundFields,
            ("Content-Type: text/plain; charset=us-ascii\nContent-Disposition: inline; filename=journal.txt", Large.Lines(TooMuch))));
        yield return Family.Outbound("text-with-name",
            Parts(Mail.OutboundFields, ("Content-Type: text/plain; charset=us-ascii; name=journal.txt", Large.Lines(TooMuch))));
        yield return Family.Outbound("text-with-rfc2231-file-name",
            Parts(Mail.OutboundFields,
            ("Content-Type: text/plain\nContent-Disposition: attachment; filename*0*=utf-8''journal; filename*1=.txt", Large.Lines(TooMuch))));
        yield return Family.Inbound("no-type-attached", Parts(("Content-Disposition: attachment", Large.Lines(TooMuch))));
        yield return Family.Inbound("other-text", Parts(("Content-Type: text/csv", Large.Lines(TooMuch))));
        yield return Family.Inbound("binary-8bit",
            Parts(("Content-Type: application/octet-stream\nContent-Transfer-Encoding: 8bit", Large.Lines(TooMuch))));
        yield return Family.Inbound("attached-message",
            Parts(("Content-Type: message/rfc822", MailContent.Join("Subject: x\r\n\r\n", Large.Lines(TooMuch)))));
        yield return Family.Inbound("in-attached-message",
            Parts(("Content-Type: message/rfc822", MailContent.Join(
                $"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"inner\"\r\n\r\n--inner\r\n{Text.Lines(zip)}\r\n\r\n",
                Large.Base64(TooMuch), "\r\n--inner--\r\n"))));
        yield return Family.Outbound("uuencode-in-text",
            MailContent.Join(Mail.Plain(Mail.OutboundFields, "Bonjour,\r\n\r\nbegin 644 a.bin\r\n"), Large.UuLines(TooMuch), "`\r\nend\r\n"));
        yield return Family.Outbound("data-uri",
            MailContent.Join(Mail.Single(Mail.OutboundFields, "Content-Type: text/html", "<img src=\"data:image/png;base64,"),
            Large.Base64(TooMuch), "\">\r\n"));
        yield return Family.Inbound("tnef",
            Parts(("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64", WinMail())));
        yield return Family.Inbound("two-encodings",
            Parts(("Content-Type: application/zip\nContent-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit",
            Large.Base64(TooMuch)))) with
        { Expectation = new Expectation(RuleName.AttachmentSize, RuleName.MimeIntegrity) };
        yield return Family.Inbound("encoding-near-miss",
            Parts(("Content-Type: application/zip\nContent-Transfer-Encoding: base64;", Large.Base64(TooMuch))))
            with
        { Expectation = new Expectation(RuleName.AttachmentSize, RuleName.MimeIntegrity) };
        yield return Family.Outbound("behind-the-close",
            MailContent.Join(Mail.Multipart(Mail.OutboundFields, "mixed", "b1", Mail.TextPart()), $"--b1\r\n{Text.Lines(zip)}\r\n\r\n",
            Large.Base64(TooMuch), "\r\n--b1--\r\n")) with
        { Expectation = new Expectation(RuleName.AttachmentSize, RuleName.MimeIntegrity) };
        yield return Family.Outbound("html-with-file-name",
            Parts(Mail.OutboundFields,
            ("Content-Type: text/html; name=page.html\nContent-Disposition: attachment; filename=page.html", Large.Lines(TooMuch))));
        yield return Family.Outbound("yenc-in-text",
            MailContent.Join(Mail.Plain(Mail.OutboundFields, $"=ybegin line=64 size={TooMuch} name=a.bin\r\n"), Yenc(TooMuch),
            $"=yend size={TooMuch}\r\n"));
        yield return Family.Outbound("mixed-forms", MailContent.Join(
            Mail.Multipart(Mail.OutboundFields, "mixed", "b1", Mail.TextPart())[..^"--b1--\r\n".Length],
            $"--b1\r\n{Text.Lines(zip)}\r\n\r\n", Large.Base64(TooMuch / 2), "\r\n--b1\r\nContent-Type: text/plain\r\n\r\nbegin 644 a\r\n",
                Large.UuLines(TooMuch - TooMuch / 2), "`\r\nend\r\n--b1--\r\n"));
    }

    /// <summary>A multipart/mixed whose parts are made as they are read.</summary>
    internal static MailContent Parts(params (string Fields, MailContent Body)[] parts) => Parts(Mail.InboundFields, parts);

    internal static MailContent Parts(string fields, params (string Fields, MailContent Body)[] parts) => MailContent.Join(
    [
        fields + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"large\"\r\n\r\n--large\r\n" + Mail.TextPart() + "\r\n",
        .. parts.SelectMany(part => (MailContent[])[$"--large\r\n{Text.Lines(part.Fields)}\r\n\r\n", part.Body, "\r\n"]),
        "--large--\r\n",
    ]);

    /// <summary>So many letters x, each of which stands for an octet, in lines of 62; the last one is shorter.</summary>
    private static MailContent Yenc(long octets) => MailContent.Join(Large.Lines(octets / 62 * 64 + octets % 62), "\r\n");

    private static MailContent WinMail()
    {
        const byte fill = 0x55;
        var (before, after) = Tnef.Around("a.bin", TooMuch, unchecked((ushort)(fill * TooMuch)));
        return Large.Base64(MailContent.Join(Text.Latin1(before), Large.Fill(fill, TooMuch), Text.Latin1(after)));
    }
}
