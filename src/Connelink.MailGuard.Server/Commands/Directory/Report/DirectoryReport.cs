using System.Globalization;
using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Check.Report;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory.Report;

/// <summary>The findings on a terminal, as JSON, and as a page that can be handed on.</summary>
internal sealed class DirectoryReport(DirectoryFindings findings, int limit)
{
    /// <summary>The page holds this many of each kind at most; JSON has them all.</summary>
    private const int PageRows = 1000;

    public void Print(CommandOutput output)
    {
        output.Table.Write(CountTable.Of(findings.Counts));
        foreach (var group in findings.Groups)
        {
            if (group.Findings.Count == 0)
            {
                output.Table.MarkupLine($"[green]ok[/]  {Markup.Escape(group.Title)}: none");
                continue;
            }
            output.Table.MarkupLine($"[yellow]{CheckWords.Count(group.Findings.Count),4}[/]  [bold]{Markup.Escape(group.Title)}[/]. [grey]{Markup.Escape(group.Mend)}[/]");
            foreach (var finding in group.Findings.Take(limit)) output.Table.MarkupLine($"      {Markup.Escape(finding.Address)} {Markup.Escape(finding.Text)}");
            if (group.Findings.Count > limit) output.Table.MarkupLine($"      [grey]and {CheckWords.Count(group.Findings.Count - limit)} more (--limit N lists more, --json all)[/]");
        }
        output.Table.WriteLine(Basis());
    }

    public void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, EntryJson.Options);
        json.WriteStartObject();
        CountJson.Write(json, findings.Counts);
        if (findings.Log is { } log) json.WriteNumber("transactions", log.Transactions);
        json.WriteStartObject("findings");
        foreach (var group in findings.Groups)
        {
            json.WriteStartArray(group.Name);
            foreach (var finding in group.Findings)
            {
                json.WriteStartObject();
                json.WriteString("tenant", finding.Tenant);
                json.WriteString("address", finding.Address);
                json.WriteString("text", finding.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }

    public string ToHtml(DateTimeOffset time)
    {
        var page = new HtmlText();
        HtmlPage.Begin(page, "The directory of declared addresses");
        page.Write($"<h1>The directory of declared addresses</h1>\n<p class=\"soft\">{Basis()}</p>\n<ul class=\"tiles\">\n");
        foreach (var group in findings.Groups)
        {
            page.Write($"<li class=\"{(group.Findings.Count == 0 ? "passed" : "observed")}\"><b>{CheckWords.Count(group.Findings.Count)}</b>{group.Title}</li>\n");
        }
        page.Write($"</ul>\n<h2>By customer</h2>\n");
        Counts(page);
        foreach (var group in findings.Groups.Where(group => group.Findings.Count > 0)) Group(page, group);
        HtmlPage.End(page, HtmlText.Of($"Made by <code>mailguard directory report</code> on {time.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC. Nothing was changed."));
        return page.ToHtml().Markup;
    }

    private void Counts(HtmlText page)
    {
        string[] columns = ["Entries", .. DirectoryWords.Kinds, .. DirectoryWords.Plans, "no plan"];
        ReportTable.Begin(page, "Entries by kind; persons by plan, as they are billed.", ["Customer", .. columns.Select(column => $"#{column}")]);
        foreach (var count in findings.Counts)
        {
            page.Write($"<tr><th scope=\"row\">{count.Tenant}</th>{ReportTable.Number(count.All)}");
            foreach (var figure in count.Figures()) page.Write($"{ReportTable.Number(figure)}");
            page.Write($"</tr>\n");
        }
        ReportTable.End(page);
    }

    private static void Group(HtmlText page, FindingGroup group)
    {
        page.Write($"<h2>{group.Title}</h2>\n<p>{group.Mend}</p>\n");
        ReportTable.Begin(page, "", "Address", "Customer", "What");
        foreach (var finding in group.Findings.Take(PageRows)) page.Write($"<tr><th scope=\"row\">{finding.Address}</th><td>{finding.Tenant}</td><td class=\"text\">{finding.Text}</td></tr>\n");
        ReportTable.End(page);
        if (group.Findings.Count > PageRows) page.Write($"<p class=\"soft\">and {CheckWords.Count(group.Findings.Count - PageRows)} more.</p>\n");
    }

    private string Basis()
    {
        if (findings.Log is not { Transactions: > 0 } log) return "Without a transaction log (--log FILE), so that use is not looked at.";
        var period = $"{log.First.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} to {log.Last.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return $"Use: {CheckWords.Count(log.Transactions, "transaction")} from {period}.";
    }
}
