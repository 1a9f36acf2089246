using System.Globalization;
using Connelink.MailGuard.Server.Check.Reading;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>What was judged besides the messages themselves.</summary>
internal sealed record ReportSubject(
    CheckOptions Options, CheckSettings Settings, int Files, int PassedOver, IReadOnlyList<UnreadableFile> Unreadable, DateTimeOffset Time);

/// <summary>One page of HTML, complete in itself, that an administrator can hand to a manager. It shows no subject, no name, nothing of any body.</summary>
internal sealed class HtmlReport(CheckSummary summary, ReportSubject subject)
{
    private const int Senders = 20;

    private readonly HtmlText _page = new();

    public string Build()
    {
        HtmlPage.Begin(_page, "What the mail rules would do");
        Head();
        OverTime();
        Rules();
        Customers();
        TopSenders();
        new ReportExamples(_page, summary).Write();
        HowJudged();
        HtmlPage.End(_page, HtmlText.Of($"""
            Made by <code>mailguard check</code> on {subject.Time.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC. Nothing was
            changed, sent or kept: the page has figures, addresses of senders and file names, and no content of any message.
            """));
        return _page.ToHtml().Markup;
    }

    private void Head()
    {
        var all = summary.All;
        _page.Write($"<h1>What the mail rules would do</h1>\n");
        _page.Write($"<p class=\"soft\">{CheckWords.Count(all.Messages, "message")} ({CheckWords.Size(summary.Octets)}) ");
        _page.Write($"from {CheckWords.Count(subject.Files, "file")}{Period()}</p>\n<p class=\"lead\">{Sentence()}</p>\n<ul class=\"tiles\">\n");
        Tile("passed", all.Of(CheckVerdict.Passed), "would pass as they are");
        Tile("edited", all.Of(CheckVerdict.Edited), "would pass with header fields edited");
        Tile("observed", all.Of(CheckVerdict.Observed), "would pass and be recorded");
        Tile("refused", all.Of(CheckVerdict.Refused), "would be refused");
        if (all.Of(CheckVerdict.PartlyRefused) > 0) Tile("refused", all.Of(CheckVerdict.PartlyRefused), "would be refused for some recipients");
        _page.Write($"</ul>\n");
    }

    private string Period()
    {
        if (summary.Days.Count == 0) return "";
        var (first, last) = (summary.Days.Keys.First(), summary.Days.Keys.Last());
        return first == last ? $", of {CheckWords.Date(first)}" : $", dated {CheckWords.Date(first)} to {CheckWords.Date(last)}";
    }

    private string Sentence()
    {
        var all = summary.All;
        if (all.Messages == 0) return "No message was found.";
        if (all.Refused == 0) return "None of them would be refused.";
        var (rule, tally) = summary.Rules.MaxBy(r => r.Value.Refused);
        var share = all.Refused == all.Messages ? "All of them" : $"{CheckWords.Count(all.Refused)} of them ({CheckWords.Share(all.Refused, all.Messages)})";
        return $"{share} would be refused, {(tally.Refused == all.Refused ? "all" : CheckWords.Count(tally.Refused))} by the rule {rule}.";
    }

    private void Tile(string kind, long count, string words) =>
        _page.Write($"<li class=\"{kind}\"><b>{CheckWords.Count(count)}</b>{words} <small>{CheckWords.Share(count, summary.All.Messages)}</small></li>\n");

    private void OverTime()
    {
        var time = TimeSlices.Of(summary.Days);
        if (time.Slices.Count < 2) return;

        _page.Write($"<h2>Over time</h2>\n{Charts.OverTime(time.Slices)}\n<details><summary>The figures by {time.Unit}</summary>\n");
        var slices = time.Slices.Where(s => s.Tally.Messages > 0).Select(s => KeyValuePair.Create(s.Name, s.Tally));
        ReportTable.Tallies(_page, "By the date that each message carries.", time.Unit, slices);
        _page.Write($"</details>\n");
        if (time.Older > 0) _page.Write($"<p class=\"soft\">{CheckWords.Count(time.Older, "older message")} not shown.</p>\n");
        if (summary.Undated > 0) _page.Write($"<p class=\"soft\">{CheckWords.Count(summary.Undated, "message")} without a usable date not shown.</p>\n");
    }

    private void Rules()
    {
        if (summary.Rules.Count == 0) return;
        var rules = summary.Rules.OrderByDescending(r => r.Value.Refused).ThenByDescending(r => r.Value.Observed + r.Value.Edited).ToArray();
        var longest = rules.Max(r => Math.Max(r.Value.Refused, r.Value.Observed));
        _page.Write($"<h2>By rule</h2>\n");
        ReportTable.Begin(_page, "Messages that each rule concerns. One message can concern several rules.",
            "Rule", "What it means, and how it is mended", "", "#Would refuse", "#Recorded", "#Would edit");
        foreach (var (name, tally) in rules)
        {
            var guide = RuleGuide.Of(name);
            var page = guide.Page.Length == 0 ? Html.None : HtmlText.Of($" <span class=\"soft\">See <code>{guide.Page}</code></span>");
            _page.Write($"<tr><th scope=\"row\" class=\"w\">{name}</th><td class=\"text\">{guide.Means} <span class=\"soft\">{guide.Mend}</span>{page}</td>");
            _page.Write($"<td class=\"chart\">{Charts.Bar(tally.Refused, longest, "refused")}{Charts.Bar(tally.Observed, longest, "observed")}</td>");
            _page.Write($"{ReportTable.Number(tally.Refused)}{ReportTable.Number(tally.Observed)}{ReportTable.Number(tally.Edited)}</tr>\n");
        }
        ReportTable.End(_page);
    }

    /// <summary>The largest first, and at the end what is nobody's.</summary>
    private void Customers()
    {
        var tenants = summary.Tenants.OrderBy(t => t.Key.Length == 0).ThenByDescending(t => t.Value.Messages);
        _page.Write($"<h2>By customer</h2>\n");
        ReportTable.Tallies(_page, "Each message counts for the customer who sent it, or for the first one who was to get it.", "Customer",
            tenants.Select(t => KeyValuePair.Create(t.Key.Length == 0 ? "nobody hosted here" : t.Key, t.Value)));
    }

    private void TopSenders()
    {
        var senders = summary.TopSenders(Senders);
        if (senders.Count == 0) return;

        _page.Write($"<h2>By sender</h2>\n");
        ReportTable.Tallies(_page, $"The {Senders} senders with the most refused messages. Messages that no rule objects to are not counted here.", "Sender",
            senders.Select(s => KeyValuePair.Create(s.Key.Length == 0 ? "no address" : s.Key, s.Value)));
    }

    private void HowJudged()
    {
        var guessed = subject.Options.Direction is null ? "; guessed: outbound when the author's domain is hosted, else inbound" : "; as given";
        _page.Write($"""
            <h2>How it was judged</h2>
            <dl>
            <dt>Rules and addresses</dt><dd>{subject.Settings.Source}</dd>
            <dt>Direction</dt><dd>{CheckWords.Directions(summary)}{guessed}</dd>
            <dt>Sender of the envelope</dt><dd>{CheckWords.Senders(summary)}</dd>
            <dt>Recipients of the envelope</dt><dd>{CheckWords.Recipients(summary)}</dd>

            """);
        if (subject.PassedOver > 0) _page.Write($"<dt>Passed over</dt><dd>{CheckWords.Count(subject.PassedOver, "file")} in folders without mail in them</dd>\n");
        _page.Write($"</dl>\n<p class=\"soft\">Stored mail has lost its envelope: what a guess got wrong, the real gateway would judge otherwise.</p>\n");
        if (subject.Unreadable.Count == 0) return;

        _page.Write($"<h3>What could not be read</h3>\n");
        ReportTable.Begin(_page, "", "File", "Why");
        foreach (var file in subject.Unreadable) _page.Write($"<tr><td><code>{file.Name}</code></td><td>{file.Reason}</td></tr>\n");
        ReportTable.End(_page);
    }
}
