using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Removes a tenant with all that is known of it, in the change log too.</summary>
public static class TenantErasure
{
    /// <summary>What was erased; nothing is before the change is committed.</summary>
    public static ErasureReport Run(StoreChange change, StoredTenant tenant)
    {
        var kinds = new SortedDictionary<EntryKind, int>();
        var addresses = 0;
        foreach (var (_, entry) in change.Entries(tenant.Id))
        {
            kinds[entry.Kind!.Value] = kinds.GetValueOrDefault(entry.Kind.Value) + 1;
            addresses += entry.Address.Count + entry.Aliases.Count;
        }
        var sources = change.Sources(tenant.Id).Count;
        var items = change.Erase(tenant);
        return new(tenant, kinds, addresses, sources, items, MentionsOf(change, tenant.Domains));
    }

    /// <summary>Addresses of its domains in what other tenants have declared: theirs, and therefore left.</summary>
    private static List<string> MentionsOf(StoreChange change, IReadOnlyList<string> domains)
    {
        var mentions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, entry) in change.Entries())
        {
            foreach (var role in AddressRoles.All)
            {
                var keys = entry.ListOf(role);
                for (var i = 0; i < keys.Count; i++)
                {
                    if (domains.Contains(Encoding.UTF8.GetString(DirectorySnapshot.DomainOf(keys[i])))) mentions.Add($"{Encoding.UTF8.GetString(keys[i])} in {EntryPlace.Of(entry)}");
                }
            }
        }
        return [.. mentions];
    }
}

/// <summary>What an erasure took away.</summary>
/// <param name="LogItems">What the change log knew of it: before and after; who, when and why stay.</param>
/// <param name="Mentions">"a@client.example in staff@other.example": left, since they are other tenants'.</param>
public sealed record ErasureReport(
    StoredTenant Tenant, IReadOnlyDictionary<EntryKind, int> Entries, int Addresses, int Sources, int LogItems, IReadOnlyList<string> Mentions);
