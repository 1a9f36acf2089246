using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>The sample messages: what passes, and one refusal at least of each rule.</summary>
/// <remarks>Their addresses are those of directory.sample.json.</remarks>
internal static class DemoMessages
{
    private const string Jean = "jean.dupont@client.example";

    public static IReadOnlyList<DemoMessage> All { get; } = [.. Inbound(), .. Outbound(), .. MailData()];

    /// <summary>Header section and a line of text, without the final CRLF.</summary>
    public static byte[] Ordinary(DemoMessage message, string moreFields = "", string text = "Bonjour,\r\n..a line that starts with a dot, stuffed.\r\n") => Encoding.ASCII.GetBytes(
        $"""
        {moreFields}From: <{(message.ReversePath.Length == 0 ? "postmaster@partner.example" : message.ReversePath)}>
        To: <{message.Recipients[0]}>
        Subject: {message.What}
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        Message-ID: <demo@partner.example>


        """.ReplaceLineEndings("\r\n") + text);

    private static IEnumerable<DemoMessage> Inbound()
    {
        yield return new("To a person", "-", "250") { Delivered = 1 };
        yield return new("To an alias", "declared-recipient", "250") { Recipients = ["j.dupont@client.example"], Delivered = 1 };
        yield return new("To postmaster, whom nobody need declare", "declared-recipient", "250") { Recipients = ["postmaster@client.example"], Delivered = 1 };
        yield return new("The quoted form of a declared address", "declared-recipient", "250") { Recipients = ["\"jean.dupont\"@client.example"], Delivered = 1 };
        yield return new("Null reverse-path: a delivery report", "-", "250") { ReversePath = "", Delivered = 1 };
        yield return new("To an address that is not declared", "declared-recipient", "550 5.1.1") { Recipients = ["nobody@client.example"] };
        yield return new("One recipient refused, the other gets it", "declared-recipient", "550 5.1.1") { Recipients = ["nobody@client.example", Jean], Delivered = 1 };
        yield return new("To a domain that is not hosted here", "relay-denied", "550 5.7.1") { Recipients = ["someone@elsewhere.example"] };
        yield return new("To a group with outside members, from outside", "internal-group", "550 5.7.1") { Recipients = ["all@client.example"] };
        yield return new("From a client that is not the antispam service", "trusted-client", "421 4.7.1") { IsStranger = true };
        yield return new("Announced as 80 MB", "SIZE", "552 5.3.4") { Parameters = " SIZE=80000000" };
    }

    private static IEnumerable<DemoMessage> Outbound()
    {
        yield return new("From a person to the internet", "declared-sender", "250") { Direction = Direction.Outbound, ReversePath = Jean, Recipients = ["bob@partner.example"], Delivered = 1 };
        yield return new("To the same group, from inside", "internal-group", "250") { Direction = Direction.Outbound, ReversePath = Jean, Recipients = ["all@client.example"], Delivered = 1 };
        yield return new("From an address that is not declared", "declared-sender", "550 5.7.1") { Direction = Direction.Outbound, ReversePath = "nobody@client.example", Recipients = ["bob@partner.example"] };
        yield return new("To 500 recipients", "recipient-limit", "250") { Direction = Direction.Outbound, ReversePath = Jean, Recipients = Many(500), Delivered = 500 };
        yield return new("To 501 recipients: nobody gets it", "recipient-limit", "550 5.5.3") { Direction = Direction.Outbound, ReversePath = Jean, Recipients = Many(501) };
    }

    private static IEnumerable<DemoMessage> MailData()
    {
        var loop = new DemoMessage("With 100 Received fields", "mail-loop", "554 5.4.6");
        var received = string.Concat(Enumerable.Range(0, 100).Select(i => $"Received: from a{i}.example by b{i}.example; Mon, 5 Jan 2026 10:00:00 +0100\r\n"));
        yield return loop with { Data = Ordinary(loop, received) };

        var bare = new DemoMessage("With a bare LF", "framing", "554 5.6.0");
        yield return bare with { Data = Ordinary(bare, text: "one\ntwo\r\n") };

        var smuggling = new DemoMessage("A second message smuggled in behind LF . LF", "framing", "554 5.6.0");
        const string second = "first\n.\nMAIL FROM:<ceo@client.example>\r\nRCPT TO:<jean.dupont@client.example>\r\nDATA\r\nFrom: ceo@client.example\r\n\r\npay\r\n";
        yield return smuggling with { Data = Ordinary(smuggling, text: second) };

        var large = new DemoMessage("73 MiB, though nothing was announced", "SIZE", "552 5.3.4");
        yield return large with { Data = Ordinary(large, text: Lines(73 * 1024 * 1024)) };
    }

    private static string[] Many(int count) => [.. Enumerable.Range(1, count).Select(i => $"reader{i}@list.example")];

    private static string Lines(int octets) => string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", octets / 78 + 1));
}
