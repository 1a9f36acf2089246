using System.IO.Hashing;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Makes a tenant's entries those that are given, by the fewest changes: what is the same stays untouched.</summary>
/// <remarks>An entry is the same one when its source key, or else its address, is the same.</remarks>
/// <param name="source">Only the entries of this source; null: all entries of the tenant.</param>
/// <param name="tell">Hears of each difference as it is made; a change that is not committed was a rehearsal.</param>
public sealed class EntryReplacement(StoreChange change, long tenant, string? source = null, Action<EntryDifference>? tell = null)
{
    private readonly Dictionary<UInt128, (long Id, long Revision, UInt128 Content)> _existing = [];

    public int Added { get; private set; }

    public int Changed { get; private set; }

    public int Removed { get; private set; }

    public int Same { get; private set; }

    /// <summary>Streams: a draft may be used again for the next.</summary>
    /// <param name="keep">Whether what is no longer given stays: for a source that tells only what has changed.</param>
    public void Run(IEnumerable<EntryDraft> entries, bool keep = false)
    {
        Begin();
        foreach (var entry in entries) Take(entry);
        End(keep);
    }

    /// <summary>For entries that are pushed: first this, then <see cref="Take"/> for each, then <see cref="End"/>.</summary>
    public void Begin()
    {
        foreach (var (_, entry) in change.Entries(tenant))
        {
            if (source is null || entry.Source == source) _existing[IdentityOf(entry)] = (entry.Id, entry.Revision, ContentOf(entry));
        }
    }

    public void End(bool keep)
    {
        if (keep) return;
        foreach (var (id, _, _) in _existing.Values) Drop(id);
    }

    public void Take(EntryDraft entry)
    {
        (entry.Id, entry.Revision) = (0, 0);
        if (entry.Address.Count == 0)
        {
            change.Put(tenant, entry); // Which tells that it has none.
            return;
        }
        if (!_existing.Remove(IdentityOf(entry), out var known))
        {
            if (!change.Put(tenant, entry)) return;
            Added++;
            tell?.Invoke(new(null, EntryJson.Text(entry)));
            return;
        }
        if (known.Content == ContentOf(entry))
        {
            Same++;
            return;
        }
        (entry.Id, entry.Revision) = (known.Id, known.Revision);
        var before = tell is null ? null : EntryJson.Text(change.Find(tenant, known.Id)!);
        if (!change.Put(tenant, entry)) return;
        Changed++;
        tell?.Invoke(new(before, EntryJson.Text(entry)));
    }

    private void Drop(long id)
    {
        var entry = change.Find(tenant, id)!;
        change.Remove(tenant, entry);
        Removed++;
        tell?.Invoke(new(EntryJson.Text(entry), null));
    }

    private static UInt128 IdentityOf(EntryDraft entry) => entry.SourceKey is { } key
        ? XxHash128.HashToUInt128(Encoding.UTF8.GetBytes($"{entry.Source}\n{key}"))
        : XxHash128.HashToUInt128(entry.Address[0]);

    private static UInt128 ContentOf(EntryDraft entry) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(EntryJson.Text(entry)));
}

/// <summary>One entry before and after, as <see cref="EntryJson"/>; null where it is not there.</summary>
public readonly record struct EntryDifference(string? Before, string? After);
