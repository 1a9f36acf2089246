using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Mistakes in the entries of a snapshot on its way, each with its place: in a file where the entry stands; in a store the address says more.</summary>
/// <param name="addresses">By entry; 0 where it has none.</param>
internal sealed class EntryMistakes(DirectoryMistakes mistakes, KeyTable keys, List<uint> addresses, List<TenantDraft> tenants)
{
    private readonly List<int> _lines = new(addresses.Capacity);

    /// <param name="line">Of the entry that comes next; 0 when it is from no file.</param>
    public void Place(int line) => _lines.Add(line);

    public void Add(int entry, string property, string text) =>
        mistakes.Add(mistakes.HasRoom ? new(_lines[entry], 0, PathOf(entry, property), text) : default);

    public void Twice(int entry, ReadOnlySpan<byte> key) => Add(entry, ".aliases", Refusals.Twice(key));

    /// <param name="holder">The entry that has the address.</param>
    public void Taken(int entry, bool isAlias, ReadOnlySpan<byte> key, int holder, bool isAliasThere)
    {
        var at = _lines[holder] > 0 ? $" (line {_lines[holder]})" : "";
        Add(entry, PropertyOf(isAlias), Refusals.Taken(key, isAliasThere, PathOf(holder) + at));
    }

    /// <param name="owner">Of the domain; null when it is nobody's.</param>
    public void Misplaced(int entry, bool isAlias, ReadOnlySpan<byte> key, EntryKind kind, TenantDraft tenant, TenantDraft? owner) =>
        Add(entry, PropertyOf(isAlias), Refusals.Misplaced(key, kind, tenant.Titled, owner?.Titled));

    private static string PropertyOf(bool isAlias) => isAlias ? ".aliases" : ".address";

    private string PathOf(int entry, string property = "")
    {
        if (_lines[entry] == 0 && addresses[entry] != 0) return EntryPlace.Of(keys.KeyAt(addresses[entry]), property);
        var tenant = tenants.Last(candidate => candidate.FirstEntry <= entry);
        return $"{tenant.Path}.entries[{entry - tenant.FirstEntry}]{property}";
    }
}
