using System.Globalization;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>A stretch of time on the chart and what was judged in it.</summary>
internal sealed record TimeSlice(string Name, CheckTally Tally);

/// <summary>Days, months or years, whichever can be told apart on a chart; those without mail are there too.</summary>
/// <param name="Unit">"day", "month" or "year".</param>
/// <param name="Older">Messages before the first slice: a few old ones would turn the days of last month into one year.</param>
internal sealed record TimeSlices(string Unit, IReadOnlyList<TimeSlice> Slices, long Older)
{
    private const int MaxDays = 62;
    private const int MaxMonths = 60;

    /// <summary>One message in so many may be left out.</summary>
    private const int FewOf = 50;

    public static TimeSlices Of(IReadOnlyDictionary<DateOnly, CheckTally> days)
    {
        if (days.Count == 0) return new("day", [], 0);

        var last = days.Keys.Max();
        var (first, recent) = (days.Keys.Min(), Recent(days));
        if (UnitOf(recent, last) == UnitOf(first, last)) recent = first;
        var older = days.Where(d => d.Key < recent).Sum(d => d.Value.Messages);
        var shown = days.Where(d => d.Key >= recent);
        var slices = UnitOf(recent, last) switch
        {
            "day" => Slice(shown, recent, last, d => d, d => d.AddDays(1), "d MMM yyyy"),
            "month" => Slice(shown, recent, last, d => new(d.Year, d.Month, 1), d => d.AddMonths(1), "MMM yyyy"),
            _ => Slice(shown, recent, last, d => new(d.Year, 1, 1), d => d.AddYears(1), "yyyy"),
        };
        return new(UnitOf(recent, last), slices, older);
    }

    private static DateOnly Recent(IReadOnlyDictionary<DateOnly, CheckTally> days)
    {
        var few = days.Values.Sum(t => t.Messages) / FewOf;
        foreach (var (day, tally) in days.OrderBy(d => d.Key))
        {
            few -= tally.Messages;
            if (few < 0) return day;
        }
        return days.Keys.Max();
    }

    private static string UnitOf(DateOnly first, DateOnly last)
    {
        if (last.DayNumber - first.DayNumber < MaxDays) return "day";
        return 12 * (last.Year - first.Year) + last.Month - first.Month < MaxMonths ? "month" : "year";
    }

    private static TimeSlice[] Slice(
        IEnumerable<KeyValuePair<DateOnly, CheckTally>> days,
        DateOnly first,
        DateOnly last,
        Func<DateOnly, DateOnly> start,
        Func<DateOnly, DateOnly> next,
        string format)
    {
        var tallies = new SortedDictionary<DateOnly, CheckTally>();
        for (var at = start(first); at <= last; at = next(at)) tallies[at] = new CheckTally();
        foreach (var (day, tally) in days) tallies[start(day)].Add(tally);
        return [.. tallies.Select(t => new TimeSlice(t.Key.ToString(format, CultureInfo.InvariantCulture), t.Value))];
    }
}
