using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What there is to know of an address, put together for people and programs alike.</summary>
internal sealed class AddressView
{
    private const int Nearest = 5;

    private readonly DirectoryStore _store;
    private readonly DirectorySnapshot _snapshot;
    private readonly List<Fact> _facts = [];

    private AddressView(DirectoryStore store, byte[] key) => (_store, _snapshot) = (store, store.LoadFor(key));

    public bool IsDeclared { get; private set; }

    public IReadOnlyList<Fact> Facts => _facts;

    public static AddressView Of(DirectoryStore store, byte[] key)
    {
        var view = new AddressView(store, key);
        view.IsDeclared = view._snapshot.TryFind(key, out var declared);
        view.One("address", Text(key));
        if (view.IsDeclared)
        {
            var (tenant, entry) = view.Holder(key);
            view.Declared(key, declared, tenant, entry);
            view.Mentions(entry, key);
        }
        else
        {
            view.Undeclared(key);
            view.Mentions(null, key);
        }
        return view;
    }

    /// <summary>Of a declared address; user+tag may be user's.</summary>
    private (long Tenant, EntryDraft Entry) Holder(byte[] key) =>
        _store.Find(key) is [var found, ..] ? found : _store.Find(Encoding.UTF8.GetBytes(AddressText.WithoutTag(Encoding.UTF8.GetString(key))))[0];

    private void Declared(byte[] key, DeclaredAddress declared, long tenant, EntryDraft entry)
    {
        var owner = _store.Tenants().First(known => known.Id == tenant);
        if (!entry.Address[0].SequenceEqual(key)) One("alias of", Text(entry.Address[0]));
        One("kind", SettingValue.Word(declared.Kind));
        One("tenant", owner.IsSuspended ? $"{owner.Name} (suspended: its mail gets 4xx)" : owner.Name);
        if (declared.Plan != Plan.None) One("plan", SettingValue.Word(declared.Plan));
        if (declared.Kind != EntryKind.External) One("language", entry.Language is null ? $"{DirectoryWords.Languages[(int)declared.Language]} (the tenant's)" : DirectoryWords.Languages[(int)declared.Language]);
        if (declared.Kind == EntryKind.External) One("mail to it", "is not ours to take: an external person is a known member of groups, and no mailbox here");
        Many("aliases", entry.Aliases);
        Many("weak names", entry.WeakNames);
        Many("may send as", entry.MaySendAs);
        Many("senders", entry.Senders);
        Many("leads to", entry.Targets);
        if (declared.Kind == EntryKind.Group) Group(key, entry);
        if (entry.Application is { } terms)
        {
            Many("networks", [.. terms.Networks.Select(network => network.ToString())]);
            Many("may relay from", terms.MayRelayFrom);
            Many("reverse paths", terms.ReversePaths);
        }
        if (entry.Source is { } source) One("source", source);
        if (_store.Log(new ChangeFilter { Number = entry.Revision }) is [var change, ..]) One("last change", $"{change.Number} by {change.Who} at {change.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {change.Action}");
    }

    private void Group(byte[] key, EntryDraft entry)
    {
        Many("members", entry.Members);
        var path = ExternalPath.Of(_snapshot, key).Select(step => Text(step)).ToList();
        One("internal-only", path.Count > 0 ? "yes: only its own tenant may write to it" : "no: every member is inside");
        if (path.Count > 0) One("because", $"{string.Join(" -> ", path)}, which is outside");
        if (entry.IsMultiPurpose) One("multi-purpose", "yes, as its source says; the contract allows mail groups only");
    }

    private void Undeclared(byte[] key)
    {
        var domain = DirectorySnapshot.DomainOf(key);
        if (_snapshot.TryGetTenant(domain, out var tenant))
        {
            One("tenant", $"{tenant.Name} (by its domain)");
            One("mail to it", "is refused: 550 5.1.1 declared-recipient, unless that rule only observes");
        }
        else
        {
            One("mail to it", $"is not ours to take: {Encoding.UTF8.GetString(domain)} is no tenant's domain");
        }
        if (_store.Find(key).Count > 0) One("weak name", "of several entries, so nobody's");
        Many("nearest", NearAddresses.Of(_store, key, Nearest));
    }

    /// <summary>By the address or any alias.</summary>
    private void Mentions(EntryDraft? entry, byte[] key)
    {
        var names = entry is null ? [key] : NamesOf(entry);
        var mentions = names.SelectMany(name => _store.FindMentions(name)).Select(mention => mention.Entry).DistinctBy(mention => mention.Id).ToList();
        Many("who may send as it", [.. mentions.Where(mention => Has(mention.MaySendAs, names)).Select(mention => Text(mention.Address[0]))]);
        Many("redirects to it", [.. mentions.Where(mention => Has(mention.Targets, names)).Select(mention => Text(mention.Address[0]))]);
        Many("sender for", [.. mentions.Where(mention => Has(mention.Senders, names)).Select(mention => Text(mention.Address[0]))]);
        Many("in groups", [.. Groups(names)]);
    }

    /// <summary>Those that hold it, then those that hold these, with the way.</summary>
    private IEnumerable<string> Groups(IReadOnlyList<byte[]> names)
    {
        var seen = new HashSet<long>();
        var rest = new Queue<(IReadOnlyList<byte[]> Names, string Way)>([(names, "")]);
        while (rest.TryDequeue(out var inner))
        {
            foreach (var group in inner.Names.SelectMany(name => _store.FindMentions(name)).Select(mention => mention.Entry).Where(entry => entry.Kind == EntryKind.Group))
            {
                if (!seen.Add(group.Id)) continue;
                var address = Text(group.Address[0]);
                yield return inner.Way.Length == 0 ? address : $"{address} (through {inner.Way})";
                rest.Enqueue((NamesOf(group), inner.Way.Length == 0 ? address : $"{inner.Way}, {address}"));
            }
        }
    }

    private static List<byte[]> NamesOf(EntryDraft entry) => [entry.Address[0].ToArray(), .. Enumerable.Range(0, entry.Aliases.Count).Select(i => entry.Aliases[i].ToArray())];

    private static bool Has(KeyList keys, IReadOnlyList<byte[]> names) => names.Any(name => keys.Contains(name));

    private void One(string name, string value) => _facts.Add(new(name, IsList: false, [value]));

    private void Many(string name, KeyList keys) => Many(name, [.. Enumerable.Range(0, keys.Count).Select(i => Text(keys[i]))]);

    private void Many(string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0) _facts.Add(new(name, IsList: true, values));
    }

    private static string Text(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(AddressText.Of(key));
}

/// <summary>One line of what is known; a list may have several values.</summary>
internal sealed record Fact(string Name, bool IsList, IReadOnlyList<string> Values);
