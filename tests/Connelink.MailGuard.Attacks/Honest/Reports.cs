using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>What machines answer: delivery reports with originals cut short, read receipts, absence.</summary>
internal static class Reports
{
    private static readonly Family Family = new("reports", "RFC 3461-3464, 8098, 3834; samples of Exchange, Postfix, qmail, Domino");

    private const string Status = """
        Reporting-MTA: dns; mx.elsewhere.example
        Arrival-Date: Mon, 5 Jan 2026 10:00:00 +0100

        Final-Recipient: rfc822; nobody@elsewhere.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no such user
        """;

    public static IEnumerable<SampleMessage> All()
    {
        var fields = Mail.Fields("MAILER-DAEMON@elsewhere.example", Addresses.Jean, "Undelivered Mail Returned to Sender");
        var ours = Mail.Fields("postmaster@client.example", Addresses.Bob, "Delivery Failure Report");
        var original = Mail.WithAttachment(Mail.OutboundFields, "application/zip", "facture.zip", Payload.Clear);
        var status = Mail.Part("Content-Type: message/delivery-status", Text.Lines(Status) + "\r\n");
        string Dsn(string head, params string[] parts) =>
            Mail.Multipart(head, "report; report-type=delivery-status", "b9", [Mail.TextPart("Desole."), status, .. parts]);

        (string Name, string Text)[] inbound =
        [
            ("dsn-headers", Dsn(fields, Mail.Part("Content-Type: text/rfc822-headers", Mail.OutboundFields))),
            ("dsn-original", Dsn(fields, Mail.Part("Content-Type: message/rfc822", original))),
            ("dsn-original-cut", Dsn(fields, Mail.Part("Content-Type: message/rfc822", original[..^150]))),
            ("dsn-original-cut-in-header", Dsn(fields, Mail.Part("Content-Type: message/rfc822", original[..90]))),
            ("dsn-original-cut-in-archive",
                Dsn(fields, Mail.Part("Content-Type: message/rfc822", original[..(original.IndexOf("UEsDB", StringComparison.Ordinal) + 100)]))),
            ("dsn-no-original", Dsn(fields)),
            ("dsn-global", Mail.Multipart(fields, "report; report-type=delivery-status", "b9", Mail.TextPart(),
                Mail.Part("Content-Type: message/global-delivery-status", Text.Lines(Status)))),
            ("dsn-postfix-notification", Dsn(fields,
                Mail.Part("Content-Description: Undelivered Message\nContent-Type: message/rfc822\nContent-Transfer-Encoding: 8bit",
                Mail.OutboundFields + "\r\nVoil\u00E0\r\n"))),
            ("qmail-bounce", fields + "\r\nHi. This is the qmail-send program at elsewhere.example.\r\n\r\n<nobody@elsewhere.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n" + original[..300]),
            ("exchange-ndr", Mail.Multipart(fields, "report; report-type=delivery-status", "_000_NDR_",
                Mail.Composite("alternative", "_001_", Mail.TextPart(), Mail.Part("Content-Type: text/html", "<p>Delivery has failed</p>")),
                status, Mail.Part("Content-Type: message/rfc822", original))),
            ("mdn", Mail.Multipart(Mail.Fields(Addresses.Alice, Addresses.Jean, "Read: Offre"),
                "report; report-type=disposition-notification", "b9", Mail.TextPart("Lu."),
                Mail.Part("Content-Type: message/disposition-notification",
                "Reporting-UA: elsewhere.example; Outlook\r\nFinal-Recipient: rfc822;alice@elsewhere.example\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n"))),
            ("feedback-report", Mail.Multipart(fields, "report; report-type=feedback-report", "b9", Mail.TextPart(),
                Mail.Part("Content-Type: message/feedback-report", "Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n"),
                Mail.Part("Content-Type: message/rfc822", original))),
            ("dmarc-report", Mail.WithAttachment(fields, "application/gzip", "elsewhere!client!1!2.xml.gz", Packed.Gzip("<feedback/>"u8.ToArray()))),
            ("vacation", Mail.Plain("Auto-Submitted: auto-replied (vacation)\r\nPrecedence: bulk\r\n"
                + Mail.Fields(Addresses.Alice, Addresses.Jean, "Absente"))),
        ];
        foreach (var (name, text) in inbound) yield return Family.Null(name, MailDirection.Inbound, text);

        (string Name, string Text)[] outbound =
        [
            ("dsn-from-domino", Dsn(ours, Mail.Part("Content-Type: message/rfc822", Mail.InboundFields + "\r\nBonjour.\r\n"))),
            ("dsn-from-mailer-daemon", Dsn(Mail.Fields("MAILER-DAEMON@client.example", Addresses.Bob),
                Mail.Part("Content-Type: text/rfc822-headers", Mail.InboundFields))),
            ("vacation-of-domino", Mail.Plain("Auto-Submitted: auto-generated\r\n"
                + Mail.Fields(Addresses.Jean, Addresses.Bob, "Jean Dupont est absent"))),
            ("vacation-of-sieve", Mail.Plain("Auto-Submitted: auto-replied (vacation)\r\nIn-Reply-To: <a@partner.example>\r\nReferences: <a@partner.example>\r\n" + Mail.Fields(Addresses.Jean, Addresses.Bob, "Absence"))),
            ("vacation-of-exchange", Mail.Plain("X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-replied\r\n"
                + Mail.Fields(Addresses.Jean, Addresses.Bob, "Reponse automatique"))),
            ("mdn-outbound", Mail.Multipart(Mail.Fields(Addresses.Jean, Addresses.Bob, "Lu: Offre"),
                "report; report-type=disposition-notification", "b9", Mail.TextPart("Lu."),
                Mail.Part("Content-Type: message/disposition-notification",
                "Final-Recipient: rfc822;jean.dupont@client.example\r\nDisposition: automatic-action/MDN-sent-automatically; displayed\r\n"))),
        ];
        foreach (var (name, text) in outbound) yield return Family.Null(name, MailDirection.Outbound, text);
    }
}
