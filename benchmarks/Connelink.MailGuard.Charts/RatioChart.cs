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
            var bars = cells.Where(cell => cell.Hop == hops[h] && figure(cell) is not null)
                .Select(cell => Bar(figure(cell)!.Value, (cases.IndexOf(cell.Case) * step) + h, look, h)).ToArray();
            plot.Add.Bars(bars).LegendText = hops[h];
        }
        var one = plot.Add.HorizontalLine(1);
        (one.Color, one.LineWidth) = (look.Text, 1);
        Label(plot, cases, hops.Count, step, look, title);
        var width = Math.Clamp(160 + (cases.Count * step * 46), 640, 1600);
        plot.SaveSvg(Path.Combine(directory, $"{name}-{look.Name}.svg"), width, Height);
    }

    private static Bar Bar(Ratio ratio, double position, Look look, int hop) => new()
    {
        Position = position,
        Value = ratio.Median,
        Error = (ratio.Max - ratio.Min) / 2,
        FillColor = look.Bars[hop % look.Bars.Count],
        LineWidth = 0,
        ErrorSize = 0.25,
        Label = ratio.Median.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static void Label(Plot plot, List<string> cases, int hops, int step, Look look, string title)
    {
        plot.Axes.Bottom.SetTicks([.. cases.Select((_, i) => (i * step) + ((hops - 1) / 2.0))], [.. cases]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 11;
        plot.Axes.Margins(bottom: 0, top: 0.2);
        plot.Title(title, size: 14);
        plot.Grid.XAxisStyle.IsVisible = false;
        foreach (var bars in plot.GetPlottables<ScottPlot.Plottables.BarPlot>()) bars.ValueLabelStyle.ForeColor = look.Text;
        look.Apply(plot);
    }
}
