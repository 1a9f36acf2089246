using System.IO.Hashing;
using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Makes a tenant's entries those that are given, by the fewest changes: what is the same stays untouched.</summary>
/// <remarks>An entry is the same one when its source key, or else its address, is the same. What a draft does not say (<see cref="EntryDraft.Said"/>) stays.</remarks>
/// <param name="source">Only the entries of this source; null: all entries of the tenant.</param>
/// <param name="tell">Hears of each difference as it is made; a change that is not committed was a rehearsal.</param>
public sealed class EntryReplacement(StoreChange change, long tenant, string? source = null, Action<EntryDifference>? tell = null)
{
    private readonly Dictionary<UInt128, (long Id, long Revision, UInt128 Content)> _existing = [];
    private readonly Dictionary<UInt128, UInt128> _addresses = [];

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
            if (source is not null && entry.Source != source) continue;
            var address = XxHash128.HashToUInt128(entry.Address[0]);
            _existing[address] = (entry.Id, entry.Revision, ContentOf(entry));
            if (entry.SourceKey is { } key) _addresses[KeyOf(entry.Source, key)] = address;
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
        if (!Recognise(entry, out var known))
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
        var before = "";
        if (tell is not null || entry.Said != FieldSet.All)
        {
            var stored = change.Find(tenant, known.Id)!;
            before = EntryJson.Text(stored);
            if (!Complete(entry, stored)) return;
        }
        (entry.Id, entry.Revision) = (known.Id, known.Revision);
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

    /// <summary>By the key of its source; one that a file brings by its address, too: a table may know nothing of sources.</summary>
    private bool Recognise(EntryDraft entry, out (long Id, long Revision, UInt128 Content) known)
    {
        known = default;
        if (entry.SourceKey is { } key && _addresses.TryGetValue(KeyOf(entry.Source, key), out var address)) return _existing.Remove(address, out known);
        return (entry.SourceKey is null || source is null) && _existing.Remove(XxHash128.HashToUInt128(entry.Address[0]), out known);
    }

    /// <summary>What is not said stays. False when nothing is to be changed, or may be.</summary>
    private bool Complete(EntryDraft entry, EntryDraft stored)
    {
        if (entry.Said == FieldSet.All) return true;
        UnsaidFields.Keep(entry, stored);
        if (UnsaidFields.IsAgainstSource(entry, stored))
        {
            change.Mistakes.Add(new(entry.Line, 0, EntryPlace.Of(entry),
                $"is from the source {stored.Source}, which would change it back; change it there, or leave source empty in the file, and it is kept by hand from now on"));
            return false;
        }
        if (ContentOf(entry) != ContentOf(stored)) return true;
        Same++;
        return false;
    }

    private static UInt128 KeyOf(string? source, string key) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes($"{source}\n{key}"));

    private static UInt128 ContentOf(EntryDraft entry) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(EntryJson.Text(entry)));
}

/// <summary>One entry before and after, as <see cref="EntryJson"/>; null where it is not there.</summary>
public readonly record struct EntryDifference(string? Before, string? After);
