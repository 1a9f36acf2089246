using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Groups that only insiders may address, addresses that nobody declared, and mail that goes round.</summary>
internal static class Envelopes
{
    private static readonly Family Family = new("envelopes", "design.md section 4; RFC 5321 4.1.2, 6.3", RuleName.InternalGroup,
        RuleName.DeclaredRecipient, RuleName.Syntax, RuleName.RelayDenied);

    private static readonly Family Loop = new("loops", "RFC 5321 6.3", RuleName.MailLoop);

    public static IEnumerable<SampleMessage> All()
    {
        (string Name, string Recipient)[] cases =
        [
            ("internal-group", "all@client.example"), ("internal-group-quoted", "\"all\"@client.example"),
                ("internal-group-quoted-pair", "\"a\\ll\"@client.example"),
            ("internal-group-capitals", "ALL@CLIENT.EXAMPLE"), ("group-of-internal-group", "projet@client.example"),
                ("internal-group-by-tag", "friends+x@globex.example"),
            ("internal-group-by-route", "@elsewhere.example:all@client.example"), ("undeclared", "nobody@client.example"),
                ("percent", "all%client.example@client.example"),
            ("external-person-in-hosted-domain", "bob@client.example"), ("trailing-dot", "all@client.example."),
        ];
        foreach (var (name, recipient) in cases) yield return Family.Make(name, MailDirection.Inbound,
            new Envelope(Addresses.Alice, recipient), Mail.Plain(Mail.InboundFields));
        yield return Family.Make("internal-group-null-path", MailDirection.Inbound, new Envelope("", "all@client.example"),
            Mail.Plain(Mail.InboundFields));
        yield return Family.Make("internal-group-from-another-tenant", MailDirection.Outbound,
            new Envelope(Addresses.Hank, "all@client.example"), Mail.Plain(Mail.Fields(Addresses.Hank, "all@client.example")));

        const string received = "Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id 1; Mon, 5 Jan 2026 10:00:00 +0100\r\n";
        yield return Loop.Inbound("received-100", string.Concat(Enumerable.Repeat(received, 100)) + Mail.Plain(Mail.InboundFields));
        yield return Loop.Inbound("received-100-odd-case",
            string.Concat(Enumerable.Repeat(received.Replace("Received", "rEcEIVED", StringComparison.Ordinal), 100))
            + Mail.Plain(Mail.InboundFields));
        yield return Loop.Outbound("received-150-outbound", string.Concat(Enumerable.Repeat(received, 150)) + Mail.Plain(Mail.OutboundFields));
    }
}
