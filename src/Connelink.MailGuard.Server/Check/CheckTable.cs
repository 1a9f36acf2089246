using Spectre.Console;

namespace Connelink.MailGuard.Server.Check;

/// <summary>What was judged, for people at a terminal: the messages that would not have passed untouched, then figures.</summary>
/// <param name="limit">Rows; what is beyond is counted.</param>
/// <param name="all">What was observed and edited, too.</param>
internal sealed class CheckTable(IAnsiConsole console, int limit, bool all)
{
    /// <summary>Where the output is no terminal.</summary>
    public const int Width = 100;

    private const int MaxNameLength = 32;

    private readonly Table _messages = new Table().RoundedBorder().AddColumn(new TableColumn("Message").NoWrap()).AddColumns("Rule", "Reply");
    private long _left;

    public void Add(CheckedMessage message)
    {
        foreach (var finding in message.Findings.Where(f => f.IsRefusal || all))
        {
            var reply = Markup.Escape(WithoutRule(finding));
            AddRow(message, finding.Rule, finding.IsRefusal ? $"[yellow]{reply}[/]{Share(message, finding)}" : $"[grey]{reply} (observed)[/]");
        }
        foreach (var edit in message.Edits.Where(_ => all)) AddRow(message, edit.Rule, $"[grey]{EditWords.Of(edit)}[/]");
    }

    public void Print(CheckSummary summary)
    {
        if (_messages.Rows.Count > 0) console.Write(_messages);
        if (_left > 0) console.WriteLine($"and {CheckWords.Count(_left)} more (--limit N lists more, --json all)");
        if (summary.Rules.Count > 0) console.Write(Rules(summary));
    }

    private void AddRow(CheckedMessage message, string rule, string reply)
    {
        if (_messages.Rows.Count < limit) _messages.AddRow(Place(message), Markup.Escape(rule), reply);
        else _left++;
    }

    private static Table Rules(CheckSummary summary)
    {
        var table = new Table().RoundedBorder().AddColumn("Rule");
        foreach (var column in (string[])["Would refuse", "Observed", "Would edit"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (rule, tally) in summary.Rules.OrderByDescending(r => r.Value.Refused).ThenByDescending(r => r.Value.Observed + r.Value.Edited))
        {
            table.AddRow(Markup.Escape(rule), Count(tally.Refused), Count(tally.Observed), Count(tally.Edited));
        }
        return table;
    }

    private static string Count(long number) => number == 0 ? "[grey]-[/]" : CheckWords.Count(number);

    private static string Share(CheckedMessage message, CheckFinding finding) =>
        finding.Recipients == 0 || finding.Recipients == message.Recipients ? "" : $" [grey]({finding.Recipients} of {message.Recipients} recipients)[/]";

    /// <summary>The end of a path tells files apart.</summary>
    private static string Place(CheckedMessage message)
    {
        var name = message.File.ShortName;
        if (name.Length > MaxNameLength) name = $"…{name[^(MaxNameLength - 1)..]}";
        name = Markup.Escape(name);
        return message is { Number: 1, Offset: 0 } ? name : $"{name}\n[grey]#{message.Number} at octet {CheckWords.Count(message.Offset)}[/]";
    }

    private static string WithoutRule(CheckFinding finding) => finding.Reply.Replace($" {finding.Rule}: ", " ", StringComparison.Ordinal);
}
