using System.Text;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Names that a source no longer has, and that a redirect made by hand leads to: they stay declared, and are told.</summary>
/// <remarks>
/// What is made by hand wins, as everywhere: a redirect to nowhere is refused, and a synchronisation neither stops because of one nor
/// changes what an administrator wrote.
/// </remarks>
internal sealed class HeldNames
{
    private readonly Dictionary<string, (EntryDraft Entry, List<string> Names)> _byKey = [];
    private readonly IReadOnlySet<string> _given;

    /// <param name="given">Names that the source gives its entries now, and those that others have.</param>
    public HeldNames(StoreChange change, StoredSource source, KnownEntries known, IReadOnlySet<string> given)
    {
        _given = given;
        foreach (var (name, redirect) in known.Targets)
        {
            if (!known.Addresses.Contains(name) || given.Contains(name)) continue;
            var entry = change.Find(Encoding.UTF8.GetBytes(name)).Single(found => found.Tenant == source.Tenant).Entry;
            if (!_byKey.TryGetValue(KeyOf(entry), out var held)) _byKey[KeyOf(entry)] = held = (entry, []);
            held.Names.Add(name);
            Findings.Add(new(FindingKind.RedirectTarget, Encoding.UTF8.GetString(entry.Address[0]), name, $"is gone from the source and stays declared: redirect {redirect} leads to it; change that redirect"));
        }
    }

    public List<SyncFinding> Findings { get; } = [];

    /// <summary>The entries of the source with the names that stay; those that are gone from it with these names only.</summary>
    public IEnumerable<EntryDraft> AddTo(IEnumerable<EntryDraft> entries)
    {
        foreach (var entry in entries)
        {
            // A person who is external now cannot have a name of the tenant: as such it waits for the redirect.
            if (!_byKey.TryGetValue(KeyOf(entry), out var held) || entry.Kind == EntryKind.External)
            {
                if (held.Entry is null) yield return entry;
                continue;
            }
            foreach (var name in held.Names) entry.Aliases.Add(Encoding.UTF8.GetBytes(name));
            _byKey.Remove(KeyOf(entry));
            yield return entry;
        }
        foreach (var (entry, names) in _byKey.Values) yield return Reduced(entry, names);
    }

    private EntryDraft Reduced(EntryDraft entry, List<string> names)
    {
        var address = Encoding.UTF8.GetString(entry.Address[0]);
        string[] kept = _given.Contains(address) ? [.. names] : [address, .. names.Where(name => name != address)];
        foreach (var keys in new[] { entry.Address, entry.Aliases, entry.WeakNames }) keys.Clear();
        entry.Address.Add(Encoding.UTF8.GetBytes(kept[0]));
        foreach (var name in kept[1..]) entry.Aliases.Add(Encoding.UTF8.GetBytes(name));
        return entry;
    }

    /// <summary>As <see cref="EntryReplacement"/> tells entries apart.</summary>
    private static string KeyOf(EntryDraft entry) => entry.SourceKey ?? Encoding.UTF8.GetString(entry.Address[0]);
}
