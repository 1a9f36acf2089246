using System.Globalization;
using Spectre.Console;

namespace Connelink.MailGuard.Load.Report;

/// <summary>One line for each case and hop: median (minimum–maximum) of the repeats, and the ratio and the difference in milliseconds to the hop beside it.</summary>
internal static class ComparisonTable
{
    private static readonly string[] Columns =
        ["case", "hop", "messages/s", "ratio", "CPU s per 1,000", "CPU ratio", "peak MiB", "p50 ms", "p99 ms", "p50 more", "p99 more", "lost/doubled/poison", "valid"];

    public static bool Print(IReadOnlyList<ClientReport> reports, string baseline)
    {
        var table = new Table().MarkdownBorder();
        foreach (var column in Columns) table.AddColumn(new TableColumn(column).NoWrap());
        var valid = true;
        foreach (var cell in reports.GroupBy(report => (report.Case, report.Hop)))
        {
            var pairs = reports.Where(report => report.Case == cell.Key.Case && report.Hop == baseline).ToDictionary(report => report.Repeat);
            var objection = cell.Select(Objection).FirstOrDefault(text => text is not null);
            valid &= objection is null;
            table.AddRow([.. Row([.. cell], pairs, objection).Select(text => new Text(text))]);
        }
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 500);
        AnsiConsole.Write(table);
        return valid;
    }

    private static IEnumerable<string> Row(List<ClientReport> cell, Dictionary<int, ClientReport> pairs, string? objection)
    {
        // Each repeat is compared with the baseline's same repeat, which ran beside it: a machine that slows down slows both.
        double? Ratio(ClientReport report, Func<ClientReport, double?> figure) =>
            pairs.TryGetValue(report.Repeat, out var pair) ? figure(report) / figure(pair) : null;

        double? Difference(ClientReport report, Func<ClientReport, double?> figure) =>
            pairs.TryGetValue(report.Repeat, out var pair) ? figure(report) - figure(pair) : null;

        yield return cell[0].Case;
        yield return cell[0].Hop;
        yield return Print(cell.Select(report => (double?)report.MessagesPerSecond), "N1");
        yield return Print(cell.Select(report => Ratio(report, figures => figures.MessagesPerSecond)), "N2");
        yield return Print(cell.Select(report => report.CpuSecondsPer1000), "N3");
        yield return Print(cell.Select(report => Ratio(report, figures => figures.CpuSecondsPer1000)), "N2");
        yield return Print(cell.Select(report => report.PeakMiB), "N1");
        yield return Print(cell.Select(P50), "N2");
        yield return Print(cell.Select(P99), "N2");
        yield return Print(cell.Select(report => Difference(report, P50)), "N3");
        yield return Print(cell.Select(report => Difference(report, P99)), "N3");
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{cell.Sum(r => r.Lost)}/{cell.Sum(r => r.Doubled)}/{cell.Sum(r => r.PoisonPassed)} of {cell.Sum(r => r.Poison)}");
        yield return objection ?? (cell.Sum(r => r.Refused) is > 0 and var refused ? $"yes, {refused} refused" : "yes");
    }

    /// <summary>A fast run that loses mail, refuses honest mail or lets poison through is no measurement.</summary>
    private static string? Objection(ClientReport report) => report switch
    {
        { Accepted: 0 } => "INVALID: nothing accepted",
        { Lost: > 0 } => "INVALID: lost",
        { Doubled: > 0 } => "INVALID: doubled",
        { Failed: > 0 } => "INVALID: failed",
        { Refused: > 0, IsOwnMail: false } => "INVALID: refused",
        { PoisonPassed: > 0 } => "INVALID: poison passed",
        _ => report.Poison == report.PoisonRefused ? null : "INVALID: poison not refused",
    };

    // smtp-source tells no latency.
    private static double? P50(ClientReport report) => report.P50 > 0 ? report.P50 : null;

    private static double? P99(ClientReport report) => report.P99 > 0 ? report.P99 : null;

    private static string Print(IEnumerable<double?> values, string format) => Spread.Of(values)?.Print(format) ?? "-";
}
