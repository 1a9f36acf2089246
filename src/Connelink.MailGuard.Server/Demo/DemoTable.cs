using Connelink.MailGuard.Server.Configuration;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>The outcome for people: message, rule, reply, what the next hop received.</summary>
internal static class DemoTable
{
    public static void Print(IReadOnlyList<DemoOutcome> outcomes)
    {
        var table = new Table().RoundedBorder().AddColumns("", "Direction", "Message", "Rule", "Reply", "Next hop received");
        foreach (var outcome in outcomes)
        {
            var message = outcome.Message;
            var colour = outcome.Reply.StartsWith('2') ? "green" : "yellow";
            table.AddRow(
                outcome.IsExpected ? "[green]ok[/]" : "[red]WRONG[/]", SettingValue.Word(message.Direction), Markup.Escape(message.What), message.Rule,
                $"[{colour}]{Markup.Escape(outcome.Reply)}[/]{Wanted(outcome)}", Received(outcome.Received));
        }
        // Where the output goes to a file, lines are not cut to a terminal's width.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
    }

    private static string Wanted(DemoOutcome outcome) => outcome.IsExpected ? "" : $"\n[red]expected {outcome.Message.Expected}, {outcome.Message.Delivered} recipients delivered[/]";

    private static string Received(IReadOnlyList<ReceivedMessage> received) => received.Count == 0
        ? "nothing"
        : string.Join("; ", received.Select(r => $"{r.Octets} octets for {r.Recipients.Count} {(r.Recipients.Count == 1 ? "recipient" : "recipients")}"));
}
