using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Settles who gets which address: what a source states goes to one entry, what is only a name to none that shares it.</summary>
internal sealed class AddressClaims
{
    private readonly IReadOnlyList<string> _domains;
    private readonly IReadOnlyDictionary<string, Holder> _taken;
    private readonly List<SyncFinding> _findings;
    private readonly Dictionary<string, SourceEntry> _strong = [];
    private readonly Dictionary<string, List<SourceEntry>> _weak = [];
    private readonly Dictionary<string, bool> _areDeclared = [];

    /// <param name="entries">In the order in which they may choose.</param>
    /// <param name="domains">The tenant's, the main one first.</param>
    /// <param name="taken">Addresses of entries that are not this source's.</param>
    public AddressClaims(IReadOnlyList<SourceEntry> entries, IReadOnlyList<string> domains, IReadOnlyDictionary<string, Holder> taken, List<SyncFinding> findings)
    {
        (_domains, _taken, _findings) = (domains, taken, findings);
        foreach (var entry in entries.Where(entry => entry.Kind is not null))
        {
            foreach (var address in entry.Strong) ClaimStrong(entry, address);
            foreach (var name in entry.Weak) (_weak.TryGetValue(name, out var holders) ? holders : _weak[name] = []).Add(entry);
        }
        foreach (var (name, holders) in _weak.Where(claim => claim.Value.Count > 1)) Shared(name, holders);
    }

    /// <summary>An entry made by hand, or of another source, that has an address which this one states.</summary>
    public Holder? HolderOf(SourceEntry entry) =>
        entry.Strong.Select(address => _taken.GetValueOrDefault(address)).FirstOrDefault(holder => holder is not null);

    /// <summary>Stated addresses that it gets.</summary>
    public IReadOnlyList<string> StrongOf(SourceEntry entry) => [.. entry.Strong.Where(address => _strong[address] == entry && !_taken.ContainsKey(address))];

    /// <summary>Names in each domain, shared or not: the snapshot gives them to who has them alone, and to the other when one of two has left.</summary>
    /// <param name="isDeclared">Who is not declared has names all the same, and the snapshot does not know: a namesake must not get that mail.</param>
    public IReadOnlyList<string> WeakOf(SourceEntry entry, Func<SourceEntry, bool> isDeclared) =>
        [.. _domains.SelectMany(domain => entry.Weak.Where(name => AreDeclared(name, isDeclared)).Select(name => $"{name}@{domain}")).Except(StrongOf(entry))];

    /// <summary>Found once a name: thousands may share one.</summary>
    private bool AreDeclared(string name, Func<SourceEntry, bool> isDeclared)
    {
        if (!_areDeclared.TryGetValue(name, out var known)) _areDeclared[name] = known = _weak[name].TrueForAll(holder => isDeclared(holder));
        return known;
    }

    /// <summary>The names among them that nobody else has.</summary>
    public IReadOnlyList<string> OwnOf(SourceEntry entry) =>
        [.. _domains.SelectMany(domain => entry.Weak.Where(name => _weak[name].Count == 1).Select(name => $"{name}@{domain}")).Where(address => IsFree(entry, address))];

    /// <summary>Tells of a name that it does not get because somebody states it as an address. Not of an alias of the same person elsewhere.</summary>
    private bool IsFree(SourceEntry entry, string address)
    {
        if (_strong.TryGetValue(address, out var owner))
        {
            if (owner != entry) Tell(FindingKind.SharedName, entry, address, $"is the stated address of {owner.Dn}; it is no alias of this entry");
            return false;
        }
        if (!_taken.TryGetValue(address, out var holder)) return true;
        Tell(FindingKind.SharedName, entry, address, $"belongs to {holder}; it is no alias of this entry");
        return false;
    }

    private void ClaimStrong(SourceEntry entry, string address)
    {
        if (_strong.TryAdd(address, entry) || _strong[address] == entry) return;
        Tell(FindingKind.Duplicate, entry, address, $"stands in {_strong[address].Dn} too, which keeps it; remove it from one of them in the source");
    }

    private void Shared(string name, List<SourceEntry> holders)
    {
        var others = string.Join(" and ", holders.Skip(1).Take(3).Select(holder => holder.Dn)) + (holders.Count > 4 ? $" and {holders.Count - 4} more" : "");
        Tell(FindingKind.SharedName, holders[0], name, $"is a name of {others} too: mail to it is refused; give each an address of its own");
    }

    private void Tell(FindingKind kind, SourceEntry entry, string address, string text) => _findings.Add(new(kind, entry.Dn, address, text));
}
