using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>A person passes a message on: that is what mail is for. And mail that an administrator's redirect or group carries out.</summary>
internal static class HumanForwards
{
    private static readonly Family Family = new("human-forwards", "RFC 5322 3.6.6; Thunderbird (comm-central); what auto-forward must leave alone");

    public static IEnumerable<SampleMessage> All()
    {
        var original = Mail.Plain($"X-Sieve-Redirected-From: {Addresses.Jean}\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\nReceived: from mx.elsewhere.example by mail.client.example (HCL Domino Release 12.0.2FP3) with ESMTP id 1; {Mail.Date}\r\n" + Mail.InboundFields);
        string To(string subject) => Mail.Fields(Addresses.Jean, Addresses.Bob, subject);
        foreach (var (name, subject) in ((string, string)[])[("fw", "Fw: Offre"), ("fwd", "Fwd: Offre"), ("tr", "TR: Offre"),
            ("wg", "WG: Angebot"), ("i", "I: Offerta")])
        {
            yield return Family.Outbound("subject-" + name,
                Mail.Plain(To(subject), $"Pour information.\r\n\r\n-----Message d'origine-----\r\nDe: {Addresses.Alice}\r\nA: {Addresses.Jean}\r\n\r\nBonjour\r\n"));
        }
        yield return Family.Outbound("thunderbird",
            Mail.Plain("X-Forwarded-Message-Id: <a@elsewhere.example>\r\nReferences: <a@elsewhere.example>\r\nIn-Reply-To: <a@elsewhere.example>\r\n" + To("Fwd: Offre"), "-------- Message transfere --------\r\nSujet: Offre\r\n"));
        yield return Family.Outbound("attached",
            Mail.Multipart(To("Fwd: Offre"), "mixed", "b1", Mail.TextPart(),
            Mail.Part("Content-Type: message/rfc822; name=\"Offre.eml\"\nContent-Disposition: attachment; filename=\"Offre.eml\"", original)));
        yield return Family.Outbound("attached-alone", Mail.Single(To("Fwd: Offre"), "Content-Type: message/rfc822", original));
        yield return Family.Outbound("attached-as-file",
            Mail.WithAttachment(To("Fwd: Offre"), "application/octet-stream", "Offre.eml", Text.Octets(original)));
        yield return Family.Outbound("reply-quotes-header",
            Mail.Plain(To("Re: Offre"), $"> X-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n> Auto-Submitted: auto-forwarded\r\n> Bonjour\r\n"));
        yield return Family.Outbound("redirected-by-hand",
            Mail.Plain($"Resent-From: <{Addresses.Jean}>\r\nResent-To: <{Addresses.Bob}>\r\nResent-Date: {Mail.Date}\r\nResent-Message-ID: <r@client.example>\r\n" + Mail.Fields(Addresses.Jean, Addresses.John, "Offre")));

        yield return Family.Make("redirect-of-administrator", MailDirection.Outbound, new Envelope(Addresses.Alice, Addresses.Accountant),
            Mail.Plain(Mail.Fields(Addresses.Alice, "comptable@client.example"))) with
        { Expectation = new Expectation { IsUnchanged = true } };
        yield return Family.Make("redirect-of-administrator-null-path", MailDirection.Outbound, new Envelope("", Addresses.Accountant),
            Mail.Plain(Mail.Fields("MAILER-DAEMON@elsewhere.example", "comptable@client.example")))
            with
        { Expectation = new Expectation { IsUnchanged = true } };
        yield return Family.Make("redirect-of-other-tenant", MailDirection.Outbound, new Envelope(Addresses.Alice, "team@lawyers.example"),
            Mail.Plain(Mail.Fields(Addresses.Alice, "legal@globex.example"))) with
        { Expectation = new Expectation { IsUnchanged = true } };
        yield return Family.Make("group-expanded", MailDirection.Outbound, new Envelope(Addresses.Jean, Addresses.Bob),
            Mail.Plain(Mail.Fields(Addresses.Jean, "all@client.example")));
        yield return Family.Make("application-bounce-path", MailDirection.Outbound,
            new Envelope("bounce-4711@client.example", Addresses.Bob), Mail.Plain(Mail.Fields("erp@client.example", Addresses.Bob)));
        yield return Family.Make("application-relays-visitor", MailDirection.Outbound,
            new Envelope("tickets@mail.globex.example", Addresses.Bob), Mail.Plain(Mail.Fields("visitor@customers.example", Addresses.Bob)));
        yield return Family.Make("generic-mailbox", MailDirection.Outbound, new Envelope("contact@client.example", Addresses.Bob),
            Mail.Plain(Mail.Fields("contact@client.example", Addresses.Bob)));
        yield return Family.Make("on-behalf", MailDirection.Outbound, new Envelope(Addresses.Paul, Addresses.Bob),
            Mail.Plain($"Sender: <{Addresses.Paul}>\r\n" + Mail.Fields("support@client.example", Addresses.Bob)));
        yield return Family.Make("by-alias", MailDirection.Outbound, new Envelope("j.dupont@client.example", Addresses.Bob),
            Mail.Plain(Mail.Fields("j.dupont@client.example", Addresses.Bob)));
        yield return Family.Make("by-tag", MailDirection.Outbound, new Envelope("hank+news@globex.example", Addresses.Bob),
            Mail.Plain(Mail.Fields("hank@globex.example", Addresses.Bob)));
        yield return Family.Make("submission-own", MailDirection.Submission,
            new Envelope(Addresses.Jean, Addresses.Bob) { Account = Addresses.Jean }, Mail.Plain(Mail.OutboundFields));
        yield return Family.Make("submission-lent-mailbox", MailDirection.Submission,
            new Envelope(Addresses.Paul, Addresses.Bob) { Account = Addresses.Paul },
            Mail.Plain(Mail.Fields("support@client.example", Addresses.Bob)));
        yield return Family.Make("inbound-forwarded-by-others", MailDirection.Inbound,
            new Envelope("SRS0=a=b=elsewhere.example=alice@forwarder.example", Addresses.Jean),
            "X-Forwarded-For: alice@elsewhere.example jean.dupont@client.example\r\nX-Sieve-Redirected-From: x@forwarder.example\r\n"
            + Mail.Plain(Mail.InboundFields));
        yield return Family.Make("inbound-to-group", MailDirection.Inbound, new Envelope(Addresses.Alice, "direction@client.example"),
            Mail.Plain(Mail.Fields(Addresses.Alice, "direction@client.example")));
        yield return Family.Make("inbound-to-redirect", MailDirection.Inbound,
            new Envelope(Addresses.Alice, "comptable@client.example", "info@client.example"),
            Mail.Plain(Mail.Fields(Addresses.Alice, "comptable@client.example")));
        yield return Family.Make("inbound-to-postmaster", MailDirection.Inbound, new Envelope(Addresses.Alice, "postmaster@client.example"),
            Mail.Plain(Mail.Fields(Addresses.Alice, "postmaster@client.example")));
        yield return Family.Make("inbound-to-room", MailDirection.Inbound, new Envelope(Addresses.Alice, "salle.1@client.example"),
            Mail.Plain(Mail.Fields(Addresses.Alice, "salle.1@client.example")));
    }
}
