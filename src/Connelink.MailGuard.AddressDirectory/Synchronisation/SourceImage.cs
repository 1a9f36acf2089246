namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>All that a source says, as of its last reading: the next one asks only for what has changed since.</summary>
/// <param name="Settings">That it was read by.</param>
/// <param name="Domains">The tenant's at that time: what is inside and what is outside depends on them.</param>
/// <param name="FullAt">When all of it was read: deletions are not seen since.</param>
/// <param name="Way">How it was read, for people.</param>
internal sealed record SourceImage(
    SourceSettings Settings, IReadOnlyList<string> Domains, IReadOnlyDictionary<string, SourceEntry> Entries, DateTimeOffset FullAt, bool IsFull, string Way)
{
    /// <summary>The latest change in it, by the source's clock; empty where the source tells no times.</summary>
    public string Mark { get; } = Entries.Values.Select(entry => entry.Changed).Max(StringComparer.Ordinal) ?? "";

    public bool IsOf(SourceSettings settings, IReadOnlyList<string> domains) => Settings.ToJson() == settings.ToJson() && Domains.SequenceEqual(domains);
}
