using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What the store has of a tenant before a synchronisation: entries of the source, and addresses that are not its own.</summary>
internal sealed class KnownEntries
{
    private readonly Dictionary<string, KnownEntry> _byKey = [];
    private readonly Dictionary<string, KnownEntry> _byAddress = [];
    private readonly Dictionary<string, Holder> _taken = [];
    private readonly HashSet<string> _addresses = [];
    private readonly Dictionary<string, string> _targets = [];

    public KnownEntries(IEnumerable<EntryDraft> tenant, string source)
    {
        foreach (var entry in tenant)
        {
            string[] addresses = [.. Texts(entry.Address), .. Texts(entry.Aliases)];
            if (entry.Source != source)
            {
                foreach (var address in addresses) _taken[address] = new(addresses[0], entry.Kind!.Value, entry.Source);
                foreach (var target in Texts(entry.Targets)) _targets[target] = addresses[0];
                continue;
            }
            var known = new KnownEntry(entry.Kind!.Value, addresses[0], entry.Plan, entry.Language, Texts(entry.MaySendAs), Texts(entry.Senders));
            _addresses.UnionWith(addresses);
            _byAddress[known.Address] = known;
            if (entry.SourceKey is { } key) _byKey[key] = known;
        }
    }

    /// <summary>Addresses and aliases that others have, and who.</summary>
    public IReadOnlyDictionary<string, Holder> Taken => _taken;

    /// <summary>Of the source: addresses by key.</summary>
    public IReadOnlyDictionary<string, string> AddressByKey => _byKey.ToDictionary(known => known.Key, known => known.Value.Address);

    /// <summary>Addresses and aliases of the source.</summary>
    public IReadOnlySet<string> Addresses => _addresses;

    /// <summary>Where redirects lead, and one redirect for each.</summary>
    public IReadOnlyDictionary<string, string> Targets => _targets;

    public KnownEntry? Find(SyncedEntry entry) => _byKey.GetValueOrDefault(entry.Key) ?? _byAddress.GetValueOrDefault(entry.Address);

    private static string[] Texts(KeyList keys)
    {
        var texts = new string[keys.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = Encoding.UTF8.GetString(keys[i]);
        return texts;
    }
}

/// <summary>What administrators gave a synchronised entry, and the source knows nothing of.</summary>
internal sealed record KnownEntry(EntryKind Kind, string Address, Plan Plan, Language? Language, IReadOnlyList<string> MaySendAs, IReadOnlyList<string> Senders);
