using ScottPlot;

namespace Connelink.MailGuard.Charts;

/// <summary>Colours for a light or a dark page; the ground is the page's own.</summary>
internal sealed record Look(string Name, Color Text, Color Lines, IReadOnlyList<Color> Bars)
{
    // Okabe and Ito: told apart by all kinds of sight, on both grounds.
    private static readonly Color[] Palette =
        [.. ((string[])["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#999999"]).Select(Color.FromHex)];

    public static IReadOnlyList<Look> All { get; } =
    [
        new("light", Color.FromHex("#24292f"), Color.FromHex("#d0d7de"), Palette),
        new("dark", Color.FromHex("#e6edf3"), Color.FromHex("#484f58"), Palette),
    ];

    public void Apply(Plot plot, bool withLegend)
    {
        plot.Axes.Color(Text);
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Lines.WithAlpha(0.5);
        (plot.FigureBackground.Color, plot.DataBackground.Color) = (Colors.Transparent, Colors.Transparent);
        if (withLegend) plot.ShowLegend(Edge.Right);
        else plot.HideLegend();
        (plot.Legend.FontColor, plot.Legend.BackgroundColor, plot.Legend.OutlineColor) = (Text, Colors.Transparent, Colors.Transparent);
        plot.Legend.ShadowColor = Colors.Transparent;
    }
}
