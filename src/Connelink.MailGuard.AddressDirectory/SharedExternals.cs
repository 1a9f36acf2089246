namespace Connelink.MailGuard.AddressDirectory;

/// <summary>External persons whose address is another tenant's too, and so has no record of theirs in the table: they are judged as if they stood alone.</summary>
/// <remarks>Two tenants may know the same external person, and one tenant's external person may be another tenant's own.</remarks>
internal sealed class SharedExternals
{
    private readonly List<External> _externals = [];

    public void Add(uint name, int entry, TenantDraft tenant, bool isAlias) => _externals.Add(new(name, entry, tenant, isAlias));

    public void Settle(KeyTable keys, KeyTable domains, EntryMistakes mistakes)
    {
        var holders = new Dictionary<(uint Name, int Tenant), External>();
        foreach (var external in _externals)
        {
            var key = keys.KeyAt(external.Name);
            if (!holders.TryAdd((external.Name, external.Tenant.Id), external) && holders[(external.Name, external.Tenant.Id)] is var holder && holder.Entry != external.Entry)
            {
                mistakes.Taken(external.Entry, external.IsAlias, key, holder.Entry, holder.IsAlias);
            }
            var domain = domains.Find(DirectorySnapshot.DomainOf(key));
            if (domain == 0 || domains.At(domain).Tenant != external.Tenant.Id) continue;
            mistakes.Misplaced(external.Entry, external.IsAlias, key, Policy.EntryKind.External, external.Tenant, external.Tenant);
        }
    }

    private readonly record struct External(uint Name, int Entry, TenantDraft Tenant, bool IsAlias);
}
