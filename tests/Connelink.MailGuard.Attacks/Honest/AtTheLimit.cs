using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.Attacks.Hostile;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>As much as the contract allows, to the octet and to the mailbox.</summary>
internal static class AtTheLimit
{
    private const int MostRecipients = 500;

    private static readonly Family Family = new("at-the-limit", "design.md section 4: exactly the limit passes");

    public static IEnumerable<SampleMessage> All()
    {
        const string zip = "Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.bin";
        yield return Family.Inbound("one-part-of-40-mebibytes", Oversize.Parts((zip, Large.Base64(Large.Limit))));
        yield return Family.Outbound("forty-parts-of-a-mebibyte",
            Oversize.Parts(Mail.OutboundFields, [.. Enumerable.Repeat((zip, Large.Base64(1 << 20)), 40)]));
        yield return Family.Inbound("text-body-of-41-mebibytes",
            MailContent.Join(Mail.Plain(Mail.InboundFields, ""), Large.Lines(Large.Limit + (1 << 20)), "\r\n"));
        yield return Family.Inbound("uuencode-of-40-mebibytes",
            MailContent.Join(Mail.Plain(Mail.InboundFields, "begin 644 a.bin\r\n"), Large.UuLines(Large.Limit), "`\r\nend\r\n"));
        yield return Family.Inbound("html-body-and-attachment",
            Oversize.Parts(("Content-Type: text/html", Large.Lines(1 << 20)), (zip, Large.Base64(Large.Limit))));

        yield return Family.Inbound("message-in-base64-of-30-mebibytes",
            MailContent.Join(Mail.Single(Mail.InboundFields, "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", ""),
            Large.Base64(Oversize.Parts((zip, Large.Base64(30L << 20)))), "\r\n"))
            with
        { Source = "RFC 2046 5.2.1 forbids the encoding; programs use it all the same, and read it decoded" };

        string[] readers = [.. Addresses.Readers(MostRecipients)];
        var plain = string.Join(",\r\n ", readers);
        string Message(string fields) =>
            Mail.Plain($"From: <{Addresses.Jean}>\r\n{fields}Subject: Nouvelles\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n");
        yield return Family.Make("rcpt-500-outbound", MailDirection.Outbound, new Envelope(Addresses.Jean, readers),
            Message("To: undisclosed-recipients:;\r\n"));
        yield return Family.Make("rcpt-500-named-500", MailDirection.Outbound, new Envelope(Addresses.Jean, readers), Message($"To: {plain}\r\n"));
        yield return Family.Make("rcpt-500-and-one-again", MailDirection.Outbound, new Envelope(Addresses.Jean, [.. readers, readers[0]]),
            Message("To: undisclosed-recipients:;\r\n"));
        yield return Family.Outbound("named-500-in-group", Message($"To: tous: {plain};\r\n"));
        yield return Family.Outbound("named-500-over-three-fields",
            Message($"To: {string.Join(",", readers[..200])}\r\nCc: {string.Join(",", readers[200..400])}\r\nBcc: {string.Join(",", readers[400..])}\r\n"));
        yield return Family.Outbound("named-500-twice-the-same", Message($"To: {plain}\r\nCc: {readers[0]}\r\n"));
        yield return Family.Inbound("named-600-inbound",
            Mail.Plain($"From: <{Addresses.Alice}>\r\nTo: {string.Join(",\r\n ", Addresses.Readers(600))}\r\nSubject: x\r\nDate: {Mail.Date}\r\n"));
        yield return Family.Inbound("received-99",
            string.Concat(Enumerable.Repeat("Received: from a.example by b.example; Mon, 5 Jan 2026 10:00:00 +0100\r\n", 99))
            + Mail.Plain(Mail.InboundFields));
    }
}
