using System.Globalization;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>Some messages that each rule objects to: enough to find them, nothing of what they say.</summary>
internal sealed class ReportExamples(HtmlText page, CheckSummary summary)
{
    public void Write()
    {
        var rules = summary.Rules.Where(r => r.Value.Examples.Count > 0).ToArray();
        if (rules.Length == 0) return;

        page.Write($"<h2>Examples</h2>\n");
        page.Write($"<p class=\"soft\">The first messages that each rule objects to. Dates and senders are what the messages claim.</p>\n");
        foreach (var (rule, tally) in rules.OrderByDescending(r => r.Value.Refused).ThenByDescending(r => r.Value.Observed)) Write(rule, tally);
    }

    private void Write(string rule, RuleTally tally)
    {
        page.Write($"<h3>{rule}</h3>\n");
        ReportTable.Begin(page, "", "Date", "Sender", "#Recipients", "Reason", "#Size", "Message");
        foreach (var message in tally.Examples)
        {
            var finding = message.Findings.First(f => f.Rule == rule);
            var date = message.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown";
            var reason = finding.Reply.Replace($" {rule}: ", " ", StringComparison.Ordinal) + (finding.IsRefusal ? "" : " (recorded only)");
            page.Write($"<tr><td class=\"w\">{date}</td><td class=\"address\">{(message.Sender.Length == 0 ? "none" : message.Sender)}</td>");
            page.Write($"{ReportTable.Number(message.Recipients)}<td>{reason}</td>");
            page.Write($"<td class=\"n\">{CheckWords.Size(message.Octets)}</td><td><code>{CheckWords.Place(message)}</code></td></tr>\n");
        }
        ReportTable.End(page);
    }
}
