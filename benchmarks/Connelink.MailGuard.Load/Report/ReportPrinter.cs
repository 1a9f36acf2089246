using System.Globalization;
using Spectre.Console;

namespace Connelink.MailGuard.Load.Report;

/// <summary>One report for people.</summary>
internal static class ReportPrinter
{
    public static void Print(ClientReport report)
    {
        var grid = new Grid().AddColumn().AddColumn();
        Row(grid, "rate", $"{report.MessagesPerSecond:N1} messages/s, {report.MegabytesPerSecond:N1} MB/s over {report.Seconds:N2} s");
        Row(grid, "latency ms", $"p50 {report.P50:N2}  p90 {report.P90:N2}  p99 {report.P99:N2}  p99.9 {report.P999:N2}  max {report.Max:N2}");
        Row(grid, "messages", $"accepted {report.Accepted}  refused {report.Refused}  failed {report.Failed}");
        if (report.Poison > 0) Row(grid, "poison", $"sent {report.Poison}  refused {report.PoisonRefused}");
        foreach (var (text, count) in report.Objections ?? new Dictionary<string, int>()) Row(grid, "", $"{count} × {text}");
        if (report.CpuSecondsPer1000 is { } cpu) Row(grid, "under test", $"{cpu:N3} CPU s per 1,000 messages, peak {report.PeakMiB:N1} MiB");
        if (report.Lost is { } lost) Row(grid, "sink", $"lost {lost}  doubled {report.Doubled}  poison passed {report.PoisonPassed}");
        if (report.Ids is { } ids) Row(grid, "accepted ids", $"{report.Run}: {ids}");
        AnsiConsole.Write(grid);
    }

    private static void Row(Grid grid, string name, FormattableString text) =>
        grid.AddRow(new Text(name), new Text(text.ToString(CultureInfo.InvariantCulture)));
}
