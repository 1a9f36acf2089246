namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>How the tables of the report begin and end, and the cells they share.</summary>
internal static class ReportTable
{
    /// <param name="columns">The heads; one that starts with "#" is a column of figures, an empty one of bars.</param>
    public static void Begin(HtmlText page, string caption, params ReadOnlySpan<string> columns)
    {
        page.Write($"<div class=\"scroll\"><table>\n");
        if (caption.Length > 0) page.Write($"<caption>{caption}</caption>\n");
        page.Write($"<thead><tr>");
        foreach (var column in columns)
        {
            if (column.StartsWith('#')) page.Write($"<th scope=\"col\" class=\"n\">{column[1..]}</th>");
            else if (column.Length == 0) page.Write($"<td class=\"chart\"></td>");
            else page.Write($"<th scope=\"col\">{column}</th>");
        }
        page.Write($"</tr></thead>\n<tbody>\n");
    }

    public static void End(HtmlText page) => page.Write($"</tbody></table></div>\n");

    public static Html Number(long number) =>
        number == 0 ? new("<td class=\"n soft\">0</td>") : HtmlText.Of($"<td class=\"n\">{CheckWords.Count(number)}</td>");

    /// <summary>A row for each name, with what would become of its messages.</summary>
    public static void Tallies(HtmlText page, string caption, string column, IEnumerable<KeyValuePair<string, CheckTally>> rows)
    {
        Begin(page, caption, column, "#Messages", "#Would be refused", "#Recorded", "#Edited");
        foreach (var (name, tally) in rows)
        {
            page.Write($"<tr><th scope=\"row\">{name}</th>{Number(tally.Messages)}{Number(tally.Refused)}");
            page.Write($"{Number(tally.Of(CheckVerdict.Observed))}{Number(tally.Of(CheckVerdict.Edited))}</tr>\n");
        }
        End(page);
    }
}
