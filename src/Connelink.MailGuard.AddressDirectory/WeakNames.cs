namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Names that sources derived: they count where nobody else has them.</summary>
/// <remarks>
/// Judged anew for each snapshot and kept in the store as derived: when one of two persons of a name has left, the other one has it.
/// </remarks>
internal sealed class WeakNames
{
    private readonly List<(uint Name, int Entry)> _names = [];

    public void Add(uint name, int entry) => _names.Add((name, entry));

    /// <summary>Declares those that are one entry's alone and in a domain of its tenant. Returns how many.</summary>
    public int Settle(KeyTable keys, KeyTable domains, List<uint> addresses)
    {
        if (_names.Count == 0) return 0;
        var entries = new Dictionary<uint, int>(_names.Count);
        foreach (var (name, entry) in _names)
        {
            if (!entries.TryAdd(name, entry) && entries[name] != entry) entries[name] = -1;
        }
        var count = 0;
        foreach (var (name, entry) in entries)
        {
            if (entry < 0 || addresses[entry] == 0 || IsTaken(keys.At(name))) continue;
            var owner = keys.At(addresses[entry]);
            var domain = domains.Find(DirectorySnapshot.DomainOf(keys.KeyAt(name)));
            if (owner.Entry != entry || domain == 0 || domains.At(domain).Tenant != owner.Tenant) continue;
            ref var record = ref keys.At(name);
            if (!record.Has(AddressFlags.Declared)) count++;
            (record.Entry, record.Tenant) = (entry, owner.Tenant);
            record.Declare(owner.Kind, owner.Plan, AddressFlags.Declared | AddressFlags.Alias);
            record.Language = owner.Language;
        }
        return count;
    }

    /// <summary>Another tenant's external person is in nobody's way.</summary>
    private static bool IsTaken(in AddressRecord record) => record.Has(AddressFlags.Declared) && record.Kind != Policy.EntryKind.External;
}
