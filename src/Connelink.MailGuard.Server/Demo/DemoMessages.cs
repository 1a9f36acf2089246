using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>The sample messages: for each rule what passes and what is refused.</summary>
/// <remarks>Their addresses are those of directory.sample.json.</remarks>
internal static class DemoMessages
{
    private const string John = "john.smith@client.example";

    public static IReadOnlyList<DemoMessage> All { get; } =
        [.. Recipients(), .. MailData(), .. DemoArchives.Messages(), .. DemoStructures.Messages(), .. Senders(), .. DemoForwards.Messages(), .. DemoOutbound.Messages()];

    private static IEnumerable<DemoMessage> Recipients()
    {
        yield return new("To a person", "-", "250")
        {
            Delivered = 1,
            Program = MailProgram.Outlook,
            Data = m => DemoMail.Write(m, "\"Bob Martin\" <bob@partner.example>"),
        };
        yield return new("To an alias", "declared-recipient", "250")
        {
            Recipients = ["j.dupont@client.example"],
            Delivered = 1,
            Program = MailProgram.Gmail,
            Data = m => DemoMail.Write(m, "Bob Martin <bob@partner.example>"),
        };
        yield return new("To postmaster, who needs no declaration", "declared-recipient", "250") { Recipients = ["postmaster@client.example"], Delivered = 1 };
        yield return new("The quoted form of a declared address", "declared-recipient", "250") { Recipients = ["\"john.smith\"@client.example"], Delivered = 1 };
        yield return new("To an address that is not declared", "declared-recipient", "550 5.1.1") { Recipients = ["nobody@globex.example"] };
        yield return new("The same in French, as the customer speaks", "declared-recipient", "550 5.1.1") { Recipients = ["nobody@client.example"] };
        yield return new("One recipient refused, one gets it", "declared-recipient", "550 5.1.1") { Recipients = ["nobody@globex.example", John], Delivered = 1 };
        yield return new("To a domain that is not hosted here", "relay-denied", "550 5.7.1") { Recipients = ["someone@elsewhere.example"] };
        yield return new("To another domain of a customer", "relay-denied", "250") { Recipients = ["tickets@mail.globex.example"], Delivered = 1 };
        yield return new("To a customer that is not suspended", "suspended-tenant", "250") { Recipients = ["hank.scorpio@globex.example"], Delivered = 1, Program = MailProgram.Notes };
        yield return new("To a customer that is suspended", "suspended-tenant", "450 4.2.1") { Recipients = ["peter.gibbons@initech.example"] };
        yield return new("Group with members outside, from outside", "internal-group", "550 5.7.1") { Recipients = ["friends@globex.example"] };
        yield return new("Client in the network of the antispam service", "trusted-client", "250") { Delivered = 1, Program = MailProgram.AppleMail };
        yield return new("Client that is not the antispam service", "trusted-client", "421 4.7.1") { IsStranger = true };
    }

    private static IEnumerable<DemoMessage> MailData()
    {
        yield return new("Announced as 80 MB", "SIZE", "552 5.3.4") { Parameters = " SIZE=80000000" };
        yield return new("73 MiB, though nothing was announced", "SIZE", "552 5.3.4")
        {
            Program = MailProgram.Gmail,
            Data = m => DemoMail.Write(m, text: Lines(73 * 1024 * 1024)),
        };

        yield return new("With 99 Received fields", "mail-loop", "250") { Delivered = 1, Data = m => DemoMail.Write(m, more: Received(99)) };
        yield return new("With 100 Received fields", "mail-loop", "554 5.4.6") { Data = m => DemoMail.Write(m, more: Received(100)) };

        yield return new("With a bare LF", "framing", "554 5.6.0") { Program = MailProgram.Gmail, Data = m => [.. DemoMail.Write(m), .. "one\ntwo"u8] };
        const string second = "first\n.\nMAIL FROM:<ceo@client.example>\r\nRCPT TO:<john.smith@client.example>\r\nDATA\r\nFrom: ceo@client.example\r\n\r\npay";
        yield return new("Second message smuggled in by LF . LF", "framing", "554 5.6.0")
        {
            Program = MailProgram.Gmail,
            Data = m => [.. DemoMail.Write(m), .. Encoding.ASCII.GetBytes(second)],
        };
    }

    private static IEnumerable<DemoMessage> Senders()
    {
        var outbound = new DemoMessage("", "declared-sender", "550 5.7.1")
        {
            Direction = Direction.Outbound,
            ReversePath = John,
            Recipients = ["bob@partner.example"],
        };
        yield return outbound with { What = "From a person to the internet", Expected = "250", Delivered = 1 };
        yield return outbound with { What = "From a reverse-path that is not declared", ReversePath = "nobody@globex.example" };
        yield return outbound with { What = "With somebody else in From", Program = MailProgram.Outlook, Data = m => DemoMail.Write(m, "\"The Boss\" <boss@bank.example>") };
        yield return outbound with { What = "With two From fields", Program = MailProgram.AppleMail, Data = m => DemoMail.Write(m, more: "From: <boss@bank.example>\n") };
        yield return outbound with { What = "With \"From :\", which some programs skip", Program = MailProgram.AppleMail, Data = m => DemoMail.Write(m, more: "From : <boss@bank.example>\n") };
        yield return outbound with
        {
            What = "Of an address that an administrator redirected",
            Expected = "250",
            ReversePath = "client@shop.example",
            Recipients = ["dossier.client@cabinet.example"],
            Delivered = 1,
            Program = MailProgram.Gmail,
            Data = m => DemoMail.Write(m, "A Customer <client@shop.example>"),
        };
        yield return outbound with { What = "Group with members outside, from inside", Rule = "internal-group", Expected = "250", Recipients = ["all@client.example"], Delivered = 1 };
        yield return outbound with { What = "To 500 recipients", Rule = "recipient-limit", Expected = "250", Recipients = Many(500), Delivered = 500 };
        yield return outbound with { What = "To 501 recipients: nobody gets it", Rule = "recipient-limit", Expected = "550 5.5.3", Recipients = Many(501) };
        yield return outbound with
        {
            What = "To one recipient, with 501 addresses in Cc",
            Rule = "recipient-limit",
            Expected = "550 5.5.3",
            Program = MailProgram.Notes,
            Data = m => DemoMail.Write(m, more: $"Cc: {string.Join(",\n ", Many(501))}\n"),
        };
    }

    private static string[] Many(int count) => [.. Enumerable.Range(1, count).Select(i => $"reader{i}@list.example")];

    private static string Received(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"Received: from a{i}.example by b{i}.example; Mon, 5 Jan 2026 10:00:00 +0100\n"));

    private static string Lines(int octets) => string.Concat(Enumerable.Repeat(new string('x', 76) + "\n", octets / 78 + 1));
}
