using System.Globalization;
using ScottPlot;

namespace Connelink.MailGuard.Charts;

/// <summary>A group of bars for each case, a bar for each hop: the median, with a line from the smallest to the largest; 1 is the hop compared with.</summary>
internal static class RatioChart
{
    private const int Height = 360;

    public static void Draw(IReadOnlyList<Cell> cells, string name, string title, Func<Cell, Ratio?> figure, Look look, string directory)
    {
        var (cases, hops) = (cells.Select(cell => cell.Case).Distinct().ToList(), cells.Select(cell => cell.Hop).Distinct().ToList());
        using var plot = new Plot();
        var step = hops.Count + 1;
        for (var h = 0; h < hops.Count; h++)
        {
            var bars = new List<Bar>();
            foreach (var cell in cells.Where(cell => cell.Hop == hops[h]))
            {
                if (figure(cell) is not { } ratio) continue;
                var position = (cases.IndexOf(cell.Case) * step) + h;
                bars.Add(new Bar { Position = position, Value = ratio.Median, FillColor = look.Bars[h % look.Bars.Count], LineWidth = 0 });
                Range(plot, ratio, position, look);
            }
            var all = plot.Add.Bars(bars);
            all.LegendText = hops[h];
            plot.MoveToBack(all);
        }
        var one = plot.Add.HorizontalLine(1);
        (one.Color, one.LineWidth) = (look.Text, 1);
        Label(plot, cases, hops.Count, step, look, hops.Count == 1 ? $"{hops[0]}: {title}" : title);
        var width = Math.Clamp(160 + (cases.Count * step * 46), 640, 1600);
        plot.SaveSvg(Path.Combine(directory, $"{name}-{look.Name}.svg"), width, Height);
    }

    private static void Range(Plot plot, Ratio ratio, double position, Look look)
    {
        var line = new ScottPlot.Plottables.ErrorBar([position], [ratio.Median], null, null, yErrorsPositive: [ratio.Max - ratio.Median], yErrorsNegative: [ratio.Median - ratio.Min]);
        plot.Add.Plottable(line);
        (line.Color, line.CapSize) = (look.Text, 5);
        var text = plot.Add.Text(ratio.Median.ToString("0.00", CultureInfo.InvariantCulture), position, ratio.Max);
        (text.LabelAlignment, text.LabelFontColor) = (Alignment.LowerCenter, look.Text);
    }

    private static void Label(Plot plot, List<string> cases, int hops, int step, Look look, string title)
    {
        plot.Axes.Bottom.SetTicks([.. cases.Select((_, i) => (i * step) + ((hops - 1) / 2.0))], [.. cases.Select(InTwoLines)]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 11;
        plot.Axes.Margins(bottom: 0, top: 0.2);
        plot.Title(title, size: 14);
        plot.Grid.XAxisStyle.IsVisible = false;
        look.Apply(plot, withLegend: hops > 1);
    }

    /// <summary>Size and connections, and below them how it is sent.</summary>
    private static string InTwoLines(string name) => name.Split('-', 3) is [var size, var connections, var way] ? $"{size}-{connections}\n{way}" : name;
}
