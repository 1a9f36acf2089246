using System.CommandLine;
using System.Globalization;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>A time in the past on the command line. A date alone is its end, as bills count it.</summary>
internal static class PointInTime
{
    public static Option<DateTimeOffset?> Option() => new("--at")
    {
        Description = "As it was then: 2026-10-31 is the end of that day here, 2026-10-31T12:00Z that moment",
        HelpName = "DATE",
        CustomParser = result =>
        {
            if (Read(result.Tokens[0].Value) is { } time) return time;
            result.AddError($"\"{result.Tokens[0].Value}\" is no date; write it as 2026-10-31 or 2026-10-31T12:00Z");
            return null;
        },
    };

    public static DateTimeOffset? Read(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return new DateTimeOffset(date.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Local));
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time : null;
    }
}
