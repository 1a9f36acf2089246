using System.Globalization;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Puts what a source says into a change of the store, and judges whether that may be.</summary>
internal sealed class SourceMerge(StoreChange change, StoredSource source, SourceSettings settings, SourceImage image)
{
    private readonly List<EntryDifference> _differences = [];

    /// <summary>Does all but commit the change.</summary>
    public SyncOutcome Run(bool acceptsShrink)
    {
        var known = new KnownEntries(change.Entries(source.Tenant).Select(row => row.Entry), source.Name);
        var resolution = new SourceResolution([.. image.Entries.Values], image.Domains, known.Taken, known.AddressByKey);
        var replacement = new EntryReplacement(change, source.Tenant, source.Name, _differences.Add);
        var held = new HeldNames(change, source, known, NamesOf(resolution).Concat(known.Taken.Keys).ToHashSet());
        replacement.Run(held.AddTo(SyncDrafts.Of(resolution.Entries, source.Name, settings, known)));
        change.Check();
        var problem = change.Mistakes.Count > 0 ? $"the store refuses what it says: {change.Mistakes}" : null;
        return new(problem ?? (acceptsShrink ? null : Shrink(known, resolution)), 0, null)
        {
            Added = replacement.Added,
            Changed = replacement.Changed,
            Removed = replacement.Removed,
            Same = replacement.Same,
            Way = image.Way,
            Differences = _differences,
            Findings = [.. resolution.Findings, .. held.Findings],
        };
    }

    private static IEnumerable<string> NamesOf(SourceResolution resolution) => resolution.Entries.SelectMany(entry => entry.Aliases.Prepend(entry.Address));

    /// <summary>A source that suddenly says much less is not believed.</summary>
    private string? Shrink(KnownEntries known, SourceResolution resolution)
    {
        var now = NamesOf(resolution).ToHashSet();
        var gone = known.Addresses.Count(address => !now.Contains(address));
        if (gone <= known.Addresses.Count * settings.MaxShrink) return null;
        if (gone <= settings.ShrinkFloor && gone < known.Addresses.Count) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"{gone} of {known.Addresses.Count} addresses would go, more than the share of {settings.MaxShrink} (maxShrink); if that is right: mailguard directory sync {source.Name} --accept-shrink");
    }
}
