using System.Globalization;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>A stretch of time on the chart and what was judged in it.</summary>
internal sealed record TimeSlice(string Name, CheckTally Tally);

/// <summary>Days, months or years, whichever can be told apart on a chart; those without mail are there too.</summary>
internal static class TimeSlices
{
    private const int MaxDays = 62;
    private const int MaxMonths = 60;

    public static IReadOnlyList<TimeSlice> Of(IReadOnlyDictionary<DateOnly, CheckTally> days, out string unit)
    {
        unit = "day";
        if (days.Count == 0) return [];

        var (first, last) = (days.Keys.Min(), days.Keys.Max());
        if (last.DayNumber - first.DayNumber < MaxDays) return Slices(days, first, last, d => d, d => d.AddDays(1), "d MMM yyyy");
        unit = "month";
        if (12 * (last.Year - first.Year) + last.Month - first.Month < MaxMonths) return Slices(days, first, last, d => new(d.Year, d.Month, 1), d => d.AddMonths(1), "MMM yyyy");
        unit = "year";
        return Slices(days, first, last, d => new(d.Year, 1, 1), d => d.AddYears(1), "yyyy");
    }

    private static TimeSlice[] Slices(
        IReadOnlyDictionary<DateOnly, CheckTally> days, DateOnly first, DateOnly last, Func<DateOnly, DateOnly> start, Func<DateOnly, DateOnly> next, string format)
    {
        var tallies = new SortedDictionary<DateOnly, CheckTally>();
        for (var at = start(first); at <= last; at = next(at)) tallies[at] = new CheckTally();
        foreach (var (day, tally) in days) tallies[start(day)].Add(tally);
        return [.. tallies.Select(t => new TimeSlice(t.Key.ToString(format, CultureInfo.InvariantCulture), t.Value))];
    }
}
