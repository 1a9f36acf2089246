namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>Charts as inline SVG; their figures stand in a table beside them, for those who cannot see them.</summary>
internal static class Charts
{
    private const int Width = 720;
    private const int Left = 56;
    private const int PlotHeight = 110;
    private const int MaxBarWidth = 56;
    private const int MostTicks = 6;

    /// <summary>All messages above, refused ones below on a scale of their own: a few in a hundred would not be seen otherwise.</summary>
    public static Html OverTime(IReadOnlyList<TimeSlice> slices)
    {
        const string label = "Messages over time, and those that would be refused; the table below has the figures";
        var page = new HtmlText();
        var height = 2 * PlotHeight + 78;
        page.Write($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{label}\">");
        Bars(page, slices, s => s.Tally.Messages, "All messages", "all", 22);
        Bars(page, slices, s => s.Tally.Refused, "Would be refused", "refused", PlotHeight + 58);
        Ticks(page, slices, height - 4);
        page.Write($"</svg>");
        return page.ToHtml();
    }

    /// <summary>A bar as long as its share of the longest.</summary>
    public static Html Bar(long value, long longest, string kind)
    {
        if (value == 0 || longest == 0) return Html.None;
        var width = Math.Max(1.0, 100.0 * value / longest);
        const string box = "viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"";
        return HtmlText.Of($"<svg class=\"bar\" {new Html(box)}><rect class=\"{kind}\" width=\"{width}\" height=\"10\"/></svg>");
    }

    private static void Bars(HtmlText page, IReadOnlyList<TimeSlice> slices, Func<TimeSlice, long> value, string title, string kind, int top)
    {
        var most = Math.Max(1, slices.Max(value));
        var step = (Width - Left) / (double)slices.Count;
        var width = step > 4 ? Math.Min(MaxBarWidth, step * 0.8) : step;
        var bottom = top + PlotHeight;
        page.Write($"<text class=\"title\" x=\"{Left}\" y=\"{top - 8}\">{title}</text>");
        page.Write($"<text x=\"{Left - 6}\" y=\"{top + 9}\" text-anchor=\"end\">{CheckWords.Count(most)}</text>");
        page.Write($"<text x=\"{Left - 6}\" y=\"{bottom}\" text-anchor=\"end\">0</text>");
        page.Write($"<path class=\"grid\" d=\"M{Left} {top}H{Width}M{Left} {bottom}H{Width}\"/>");
        for (var i = 0; i < slices.Count; i++)
        {
            var count = value(slices[i]);
            if (count == 0) continue;
            var height = Math.Max(1.5, PlotHeight * (double)count / most);
            page.Write($"<rect class=\"{kind}\" x=\"{Left + i * step + (step - width) / 2}\" y=\"{bottom - height}\" width=\"{width}\" height=\"{height}\">");
            page.Write($"<title>{slices[i].Name}: {CheckWords.Count(count)}</title></rect>");
        }
    }

    /// <summary>Names of the first, the last, and some between.</summary>
    private static void Ticks(HtmlText page, IReadOnlyList<TimeSlice> slices, int y)
    {
        var step = (Width - Left) / (double)slices.Count;
        var count = Math.Min(MostTicks, slices.Count);
        for (var i = 0; i < count; i++)
        {
            var slice = count == 1 ? 0 : i * (slices.Count - 1) / (count - 1);
            var (x, anchor) = (Left + (slice + 0.5) * step, "middle");
            if (i == 0 && step < 60) (x, anchor) = (Left, "start");
            else if (i == count - 1 && step < 60) (x, anchor) = (Width, "end");
            page.Write($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{slices[slice].Name}</text>");
        }
    }
}
