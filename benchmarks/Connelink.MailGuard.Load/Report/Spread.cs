using System.Globalization;

namespace Connelink.MailGuard.Load.Report;

/// <summary>Median, minimum and maximum of repeated measurements.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public static Spread? Of(IEnumerable<double?> values)
    {
        var sorted = values.Where(value => value is { } number && double.IsFinite(number)).Select(value => value!.Value).Order().ToList();
        if (sorted.Count == 0) return null;
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    public string Print(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Min.ToString(format, CultureInfo.InvariantCulture)}–{Max.ToString(format, CultureInfo.InvariantCulture)})");
}
