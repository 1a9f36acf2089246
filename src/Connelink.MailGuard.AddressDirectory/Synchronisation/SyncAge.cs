namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>The age of a source's data, for people.</summary>
public static class SyncAge
{
    public static string Text(TimeSpan? age) => age is not { } known
        ? "There is no data of it yet"
        : $"The directory goes on with its data of {FormattableString.Invariant(Span(known))} ago";

    private static FormattableString Span(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => $"{age.TotalSeconds:F0} s",
        { TotalHours: < 2 } => $"{age.TotalMinutes:F0} min",
        { TotalDays: < 2 } => $"{age.TotalHours:F0} h",
        _ => $"{age.TotalDays:F0} days",
    };
}
