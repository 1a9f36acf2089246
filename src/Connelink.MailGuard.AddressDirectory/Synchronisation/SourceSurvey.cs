using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What can be seen of a source, whatever the store has: for the one who sets it up.</summary>
/// <param name="Entries">Of the mapped classes.</param>
/// <param name="Keyed">Entries with the attribute that stays when they are renamed.</param>
/// <param name="Timed">Entries that tell when they were changed.</param>
/// <param name="Kinds">What would be declared of them.</param>
public sealed record SourceSurvey(
    SourceSettings Settings, string Way, TimeSpan Took, int Entries, int Keyed, int Timed, IReadOnlyDictionary<EntryKind, int> Kinds, IReadOnlyList<SyncFinding> Findings)
{
    /// <param name="domains">The tenant's.</param>
    /// <exception cref="SourceException">It could not be read to its end.</exception>
    public static async Task<SourceSurvey> TakeAsync(SourceSettings settings, IReadOnlyList<string> domains, TimeProvider time, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var image = await new SourceReading(settings, domains, time).ReadAsync(null, cancel);
        SourceEntry[] entries = [.. image.Entries.Values];
        var resolution = new SourceResolution(entries, domains, new Dictionary<string, Holder>(), new Dictionary<string, string>());
        return new(
            settings, image.Way, time.GetElapsedTime(started), entries.Length,
            entries.Count(entry => entry.Key != NotesName.Key(entry.Dn)), entries.Count(entry => entry.Changed.Length > 0),
            resolution.Entries.GroupBy(entry => entry.Kind).ToDictionary(group => group.Key, group => group.Count()), resolution.Findings);
    }
}
