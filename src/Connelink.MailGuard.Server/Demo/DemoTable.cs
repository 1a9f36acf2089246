using Connelink.MailGuard.Policy;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>The outcome for people, a table for each direction: message, rule, reply, what the next hop received.</summary>
internal static class DemoTable
{
    /// <summary>Where the output is no terminal, and the least that the table needs.</summary>
    private const int Width = 140;

    public static void Print(IReadOnlyList<DemoOutcome> outcomes)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = Width;
        Print("Inbound: from the antispam service to Domino", outcomes.Where(o => o.Message.Direction == Direction.Inbound));
        Print("Outbound: from Domino to the antispam service", outcomes.Where(o => o.Message.Direction == Direction.Outbound));
    }

    private static void Print(string title, IEnumerable<DemoOutcome> outcomes)
    {
        var table = new Table().RoundedBorder().AddColumn("").AddColumns("Message", "Written by", "Rule", "Reply", "Next hop got");
        table.Title = new TableTitle(title);
        foreach (var outcome in outcomes)
        {
            var colour = outcome.Reply.StartsWith('2') ? "green" : "yellow";
            table.AddRow(
                outcome.IsExpected ? "[green]ok[/]" : "[red]WRONG[/]", Markup.Escape(outcome.Message.What), outcome.Message.Program.Name, outcome.Message.Rule,
                $"[{colour}]{Markup.Escape(Reply(outcome))}[/]{Wanted(outcome)}", Markup.Escape(Received(outcome)));
        }
        AnsiConsole.Write(table);
    }

    /// <summary>Without what the row says already: the rule's name, and the id, which finds a record that the demo does not keep.</summary>
    private static string Reply(DemoOutcome outcome)
    {
        if (outcome.Reply.StartsWith('2')) return "250";
        var reply = outcome.Reply.Replace($" {outcome.Message.Rule}: ", " ", StringComparison.Ordinal);
        var id = reply.LastIndexOf("; id ", StringComparison.Ordinal);
        return id < 0 ? reply : reply[..id];
    }

    private static string Wanted(DemoOutcome outcome)
    {
        if (outcome.IsExpected) return "";
        var field = outcome.Message.Arrives is { } due ? $", {due}" : "";
        return $"\n[red]expected {outcome.Message.Expected}, {outcome.Message.Delivered} recipients delivered{Markup.Escape(field)}[/]";
    }

    private static string Received(DemoOutcome outcome)
    {
        if (outcome.Arrived is { } field) return field;
        if (outcome.Received.Count == 0) return "nothing";
        var recipients = outcome.Received.Sum(r => r.Recipients.Count);
        return $"{Size(outcome.Received.Sum(r => r.Octets))} for {recipients}";
    }

    private static string Size(long octets) => Check.CheckWords.Size(octets);
}
