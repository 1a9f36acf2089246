using System.Globalization;
using ScottPlot;

namespace Connelink.MailGuard.Charts;

/// <summary>Messages a second of each hop over the number of connections, on a scale on which doubling is one step.</summary>
internal static class SaturationChart
{
    private const int Width = 720;
    private const int Height = 360;

    /// <summary>Draws nothing when the results are no series.</summary>
    public static void Draw(IReadOnlyList<Level> levels, Look look, string directory)
    {
        if (levels.Select(level => level.Connections).Distinct().Count() < 3) return;

        using var plot = new Plot();
        foreach (var hop in levels.GroupBy(level => level.Hop))
        {
            var line = plot.Add.Scatter(hop.Select(level => Math.Log2(level.Connections)).ToArray(), hop.Select(level => level.Rate).ToArray());
            (line.LegendText, line.LineWidth, line.MarkerSize) = (hop.Key, 2, 6);
            line.Color = look.Bars[plot.PlottableList.Count - 1];
        }
        Label(plot, [.. levels.Select(level => level.Connections).Distinct().Order()], 1.1 * levels.Max(level => level.Rate), look);
        plot.SaveSvg(Path.Combine(directory, $"saturation-{look.Name}.svg"), Width, Height);
    }

    private static void Label(Plot plot, int[] connections, double top, Look look)
    {
        plot.Axes.Bottom.SetTicks([.. connections.Select(number => Math.Log2(number))], [.. connections.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimitsY(0, top);
        plot.XLabel("connections", size: 12);
        plot.Title("messages/s", size: 14);
        look.Apply(plot, withLegend: true);
    }
}
