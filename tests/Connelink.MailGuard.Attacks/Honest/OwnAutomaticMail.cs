using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>What programs of ours send and people write that has traits of a forward, and is none.</summary>
internal static class OwnAutomaticMail
{
    private static readonly Family Family = new("own-automatic-mail",
        "RFC 3834, 3464, 8098; habits of Outlook, Exchange, Notes, Apple Mail, copiers, Mailman, vacation programs");

    public static IEnumerable<SampleMessage> All()
    {
        var subject = "Re: Offre";
        string To(string from, string title = "Offre") => Mail.Fields(from, Addresses.Bob, title);
        (string Name, string ReversePath, string Fields)[] messages =
        [
            ("exchange-out-of-office", Addresses.Jean, $"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\nX-MS-Exchange-Parent-Message-Id: <a@partner.example>\r\n" + To(Addresses.Jean, "Reponse automatique : Offre")),
            ("notes-out-of-office", "", "Auto-Submitted: auto-replied\r\nPrecedence: bulk\r\nX-MIMETrack: Serialize by Router on MAIL01/ACME(Release 12.0.2) at 05/01/2026 10:00:02\r\n" + To(Addresses.Jean, "Absence")),
            ("sieve-vacation", "", "X-Sieve: Pigeonhole Sieve 0.5.21\r\nAuto-Submitted: auto-replied (vacation)\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n" + To(Addresses.Jean, "Absence")),
            ("scan-to-mail", "contact@client.example", "X-Mailer: MFP C5535\r\nPrecedence: bulk\r\nAuto-Submitted: auto-generated\r\n" + To("contact@client.example", "Numerisation")),
            ("ticket-system", "erp@client.example", "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF\r\nPrecedence: bulk\r\nX-RT-Loop-Prevention: client\r\n" + To("erp@client.example", "[#4711] Offre")),
            ("reply-all", Addresses.Jean, $"Cc: <{Addresses.John}>\r\nIn-Reply-To: <a@partner.example>\r\nReferences: <a@partner.example>\r\nThread-Topic: Offre\r\n" + To(Addresses.Jean, subject)),
            ("outlook-forward", Addresses.Jean, "Thread-Topic: Offre\r\nThread-Index: AQHY\r\nX-MS-Has-Attach: yes\r\nX-MS-TNEF-Correlator:\r\nX-Originating-IP: [192.0.2.20]\r\nIn-Reply-To: <a@elsewhere.example>\r\n" + To(Addresses.Jean, "TR: Offre")),
            ("exchange-not-forwarded", Addresses.Jean, "X-MS-Exchange-Organization-AutoForwarded: false\r\nX-MS-Exchange-Organization-SCL: -1\r\n" + To(Addresses.Jean)),
            ("x400-not-forwarded", Addresses.Jean, "Autoforwarded: FALSE\r\n" + To(Addresses.Jean)),
            ("forwarding-loop-of-the-partner", Addresses.Jean, "X-MS-Exchange-ForwardingLoop: bob@partner.example;0f7fb9c2-1d0e-4c11-9f0e-5d2f6a1b7c33\r\nIn-Reply-To: <a@partner.example>\r\n" + To(Addresses.Jean, subject)),
            ("apple-mail-forward", Addresses.Jean, "X-Mailer: Apple Mail (2.3826.700.81)\r\nReferences: <a@elsewhere.example>\r\n" + To(Addresses.Jean, "Fwd: Offre")),
            ("shared-mailbox", Addresses.Paul, $"Sender: Paul <{Addresses.Paul}>\r\nReply-To: support@client.example\r\n" + To("support@client.example", subject)),
            ("copy-to-own-second-address", Addresses.Jean, $"Bcc: <{Addresses.Bob}>\r\n" + Mail.Fields(Addresses.Jean, Addresses.John)),
            ("read-receipt", "", "Content-Type: multipart/report; report-type=disposition-notification; boundary=\"r\"\r\nX-MIMETrack: Serialize by Router on MAIL01/ACME\r\n" + To(Addresses.Jean, "Lu : Offre")),
        ];
        foreach (var (name, reversePath, fields) in messages)
        {
            var content = fields.Contains("multipart/report", StringComparison.Ordinal)
                ? fields + "MIME-Version: 1.0\r\n\r\n--r\r\n\r\nLu.\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822;jean.dupont@client.example\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--r--\r\n"
                : Mail.Plain(fields, "Bonjour\r\n\r\n> De : alice@elsewhere.example\r\n> X-Forwarded-For: jean.dupont@client.example x@y.example\r\n> Bonjour\r\n");
            yield return Family.Make(name, MailDirection.Outbound, new Envelope(reversePath, Addresses.Bob), content);
        }
    }
}
