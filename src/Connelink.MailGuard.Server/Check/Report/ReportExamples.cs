using System.Globalization;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>Some messages that each rule objects to: enough to find them, nothing of what they say.</summary>
internal sealed class ReportExamples(HtmlText page, CheckSummary summary)
{
    public void Write()
    {
        var rules = summary.Rules.Where(r => r.Value.Examples.Count > 0).OrderByDescending(r => r.Value.Refused).ThenByDescending(r => r.Value.Observed).ToArray();
        if (rules.Length == 0) return;

        page.Write($"<h2>Examples</h2>\n<p class=\"soft\">The first messages that each rule objects to. Dates and senders are what the messages claim.</p>\n");
        foreach (var (rule, tally) in rules) Write(rule, tally);
    }

    private void Write(string rule, RuleTally tally)
    {
        page.Write($"<h3>{rule}</h3>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Sender</th><th scope=\"col\" class=\"n\">Recipients</th><th scope=\"col\">Reason</th><th scope=\"col\" class=\"n\">Size</th><th scope=\"col\">Message</th></tr></thead>\n<tbody>\n");
        foreach (var message in tally.Examples)
        {
            var finding = message.Findings.First(f => f.Rule == rule);
            var date = message.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown";
            var observed = finding.IsRefusal ? "" : " (recorded only)";
            page.Write($"<tr><td class=\"w\">{date}</td><td class=\"address\">{(message.Sender.Length == 0 ? "none" : message.Sender)}</td>{HtmlReport.Number(message.Recipients)}<td>{finding.Reply.Replace($" {rule}: ", " ", StringComparison.Ordinal)}{observed}</td><td class=\"n\">{CheckWords.Size(message.Octets)}</td><td><code>{CheckWords.Place(message)}</code></td></tr>\n");
        }
        page.Write($"</tbody></table></div>\n");
    }
}
