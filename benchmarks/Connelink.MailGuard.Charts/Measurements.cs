using System.Text.Json;
using System.Text.RegularExpressions;

namespace Connelink.MailGuard.Charts;

/// <summary>Median, smallest and largest of the ratios of one hop in one case to the hop that is compared with.</summary>
internal readonly record struct Ratio(double Median, double Min, double Max);

/// <summary>One hop in one case. Null: not measured.</summary>
internal sealed record Cell(string Case, string Hop, Ratio? Rate, Ratio? Cpu);

/// <summary>What one hop reached with so many connections: the median.</summary>
internal sealed record Level(string Hop, int Connections, double Rate);

/// <summary>Reads the reports of compare.sh: each repeat against the same repeat of the hop that is compared with.</summary>
internal static partial class Measurements
{
    private sealed record Report(string Case, string Hop, int Repeat, double MessagesPerSecond, double? CpuSecondsPer1000);

    public static IReadOnlyList<Cell> Read(string file, string baseline)
    {
        var reports = Reports(file);
        var pairs = reports.Where(report => report.Hop == baseline).ToDictionary(report => (report.Case, report.Repeat));
        return
        [
            .. from cell in reports.GroupBy(report => (report.Case, report.Hop))
               let compared = cell.Where(report => pairs.ContainsKey((report.Case, report.Repeat))).Select(report => (Own: report, Pair: pairs[(report.Case, report.Repeat)])).ToList()
               where cell.Key.Hop != baseline && compared.Count > 0
               select new Cell(
                   cell.Key.Case,
                   cell.Key.Hop,
                   Of(compared.Select(pair => pair.Own.MessagesPerSecond / pair.Pair.MessagesPerSecond)),
                   Of(compared.Where(pair => pair.Own.CpuSecondsPer1000 is not null).Select(pair => pair.Own.CpuSecondsPer1000!.Value / (pair.Pair.CpuSecondsPer1000 ?? double.NaN)))),
        ];
    }

    /// <summary>Of the cases that differ in the number of connections alone. One connection mostly measures how fast a sleeping processor wakes: it is left out.</summary>
    public static IReadOnlyList<Level> ReadLevels(string file) =>
    [
        .. from report in Reports(file)
           let name = Series().Match(report.Case)
           where name.Success && name.Groups[1].Value != "1"
           group report.MessagesPerSecond by (report.Hop, Connections: int.Parse(name.Groups[1].ValueSpan)) into level
           orderby level.Key.Connections
           select new Level(level.Key.Hop, level.Key.Connections, Of(level)!.Value.Median),
    ];

    private static List<Report> Reports(string file) =>
        [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<Report>(line)!).Where(report => report.MessagesPerSecond > 0)];

    [GeneratedRegex("^4k-([0-9]+)$")]
    private static partial Regex Series();

    private static Ratio? Of(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToList();
        if (sorted.Count == 0) return null;
        var middle = sorted.Count / 2;
        return new(sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }
}
