namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Finds entries of the source by any of their names, as members of groups write them.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, SourceEntry> _byDn = [];
    private readonly Dictionary<string, List<SourceEntry>> _byName = [];
    private readonly Dictionary<string, SourceEntry> _byAddress = [];

    public NameIndex(IEnumerable<SourceEntry> entries)
    {
        foreach (var entry in entries)
        {
            _byDn.TryAdd(NotesName.Key(entry.Dn), entry);
            foreach (var address in entry.Strong.Concat(entry.Outside)) _byAddress.TryAdd(address, entry);
            foreach (var name in entry.Names)
            {
                if (!_byName.TryGetValue(name, out var holders)) _byName[name] = holders = [];
                holders.Add(entry);
            }
        }
    }

    public SourceEntry? ByAddress(string address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The whole name before other names: two persons may share a common name, and no two have a DN.</summary>
    public IReadOnlyList<SourceEntry> ByName(string name)
    {
        var key = NotesName.Key(name);
        return _byDn.TryGetValue(key, out var entry) ? [entry] : _byName.GetValueOrDefault(key) ?? [];
    }
}
