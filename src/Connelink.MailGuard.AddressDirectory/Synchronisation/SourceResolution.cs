using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Makes of all that a source says the entries that are to be declared, and tells what it could not take as it stands.</summary>
/// <remarks>A function of what the source says and what others have declared: the same again gives the same.</remarks>
internal sealed class SourceResolution
{
    private readonly List<SyncFinding> _findings = [];
    private readonly IReadOnlyDictionary<string, Holder> _taken;
    private readonly AddressClaims _claims;
    private readonly NameIndex _names;
    private readonly HashSet<SourceEntry> _leavers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, SyncedEntry> _declared = [];
    private readonly Dictionary<string, Holder> _yielded = [];
    private readonly HashSet<string> _external = [];

    /// <param name="source">What the source says now, all of it.</param>
    /// <param name="domains">The tenant's, the main one first.</param>
    /// <param name="taken">Addresses and aliases of the tenant's entries that are not this source's.</param>
    /// <param name="known">By key, the address that the source has declared an entry by before: who had an address keeps it.</param>
    public SourceResolution(
        IReadOnlyCollection<SourceEntry> source, IReadOnlyList<string> domains, IReadOnlyDictionary<string, Holder> taken, IReadOnlyDictionary<string, string> known)
    {
        _taken = taken;
        SourceEntry[] ordered =
        [
            .. source.OrderBy(entry => entry.Strong.Any(address => known.GetValueOrDefault(entry.Key) == address) ? 0 : 1)
                .ThenBy(entry => entry.Kind).ThenBy(entry => entry.Key, StringComparer.Ordinal),
        ];
        _names = new NameIndex(ordered);
        _claims = new AddressClaims(ordered, domains, taken, _findings);
        FindLeavers(ordered);
        foreach (var entry in ordered.Where(entry => entry.Kind is not null)) Declare(entry);

        var members = new MemberResolution(_names, domains.ToHashSet(), taken, AddressOf, _findings);
        foreach (var group in ordered.Where(entry => entry.Kind == EntryKind.Group && _declared.ContainsKey(entry.Key)))
        {
            _declared[group.Key] = _declared[group.Key] with { Members = members.Resolve(group) };
        }
        _findings.AddRange(GroupLoops.Find(_declared.Values));
    }

    public IReadOnlyCollection<SyncedEntry> Entries => _declared.Values;

    public IReadOnlyList<SyncFinding> Findings => _findings;

    private string? AddressOf(SourceEntry entry) => _declared.GetValueOrDefault(entry.Key)?.Address ?? _yielded.GetValueOrDefault(entry.Key)?.Address;

    private void FindLeavers(IEnumerable<SourceEntry> ordered)
    {
        foreach (var list in ordered.Where(entry => entry.IsDenyList))
        {
            foreach (var leaver in list.Members.Select(_names.ByName).Where(found => found is [{ Kind: EntryKind.Person }]).Select(found => found[0]))
            {
                if (_leavers.Add(leaver)) Tell(FindingKind.Leaver, leaver, "", $"is on the deny list {list.Dn}: it is not declared; remove its document, or take it off the list");
            }
        }
    }

    private void Declare(SourceEntry entry)
    {
        if (_leavers.Contains(entry)) return;
        foreach (var forward in entry.Forwards) Tell(FindingKind.Forward, entry, forward, "is where Domino forwards its mail: no redirect is made of it; forwarding to another person is forbidden");
        foreach (var value in entry.Unusable) Tell(FindingKind.NoAddress, entry, value, "is no internet address; fill in InternetAddress");
        if (_claims.HolderOf(entry) is { } holder)
        {
            _yielded[entry.Key] = holder;
            Tell(FindingKind.Conflict, entry, holder.Address, $"is {holder}: that one stays as it is, and this one is not taken");
            return;
        }
        if (Elsewhere(entry) is { } elsewhere) DeclareOutside(entry, elsewhere);
        else DeclareInside(entry, _claims.StrongOf(entry));
    }

    /// <summary>The address of an entry that has none in the tenant's domains.</summary>
    private string? Elsewhere(SourceEntry entry) => _claims.StrongOf(entry).Count > 0 ? null : entry.Outside.Concat(entry.Forwards).FirstOrDefault();

    private bool IsInside(SourceEntry entry) => !_leavers.Contains(entry) && _claims.HolderOf(entry) is null && Elsewhere(entry) is null;

    private void DeclareInside(SourceEntry entry, IReadOnlyList<string> strong)
    {
        foreach (var outside in entry.Outside) Tell(FindingKind.OutsideDomain, entry, outside, "is in no domain of the tenant: it is not taken; add the domain to the tenant if it is yours");
        var own = _claims.OwnOf(entry);
        if (strong.Concat(own).FirstOrDefault() is not { } address)
        {
            Tell(FindingKind.NoAddress, entry, "", "has no address that it does not share: it is not declared; fill in InternetAddress");
            return;
        }
        if (strong.Count == 0) Tell(FindingKind.NoAddress, entry, address, "is only made of its name, for want of an address; fill in InternetAddress");
        if (entry.IsMultiPurpose) Tell(FindingKind.MultiPurpose, entry, address, "is a multi-purpose group: it is taken; make it a mail group (type 1)");
        Add(entry, entry.Kind!.Value, address, [.. strong.Skip(1)], [.. _claims.WeakOf(entry, IsInside).Where(name => name != address)]);
    }

    /// <summary>A person whose only address is elsewhere is an external person, a member of groups at most; other kinds have no place outside.</summary>
    private void DeclareOutside(SourceEntry entry, string address)
    {
        if (entry.Kind == EntryKind.Person && !_taken.ContainsKey(address) && _external.Add(address)) Add(entry, EntryKind.External, address, [], []);
        else if (entry.Kind == EntryKind.Person) _yielded[entry.Key] = new(address, EntryKind.External, null);
        else Tell(FindingKind.OutsideDomain, entry, address, "is in no domain of the tenant: the entry is not declared; give it an address of the tenant");
    }

    private void Add(SourceEntry entry, EntryKind kind, string address, IReadOnlyList<string> aliases, IReadOnlyList<string> weak) =>
        _declared[entry.Key] = new(entry.Key, entry.Dn, kind, address, aliases, weak, entry.IsMultiPurpose, kind == EntryKind.Person ? entry.Plan : null);

    private void Tell(FindingKind kind, SourceEntry entry, string address, string text) => _findings.Add(new(kind, entry.Dn, address, text));
}
