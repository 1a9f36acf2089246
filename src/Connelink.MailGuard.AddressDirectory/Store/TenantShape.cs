using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>What a tenant must have to be written: a name and domains of its own.</summary>
internal static class TenantShape
{
    public static bool Check(StoredTenant tenant, IReadOnlyList<StoredTenant> all, DirectoryMistakes mistakes)
    {
        var told = mistakes.Count;
        var others = all.Where(other => other.Id != tenant.Id).ToList();
        if (string.IsNullOrWhiteSpace(tenant.Name)) Tell("name", "is missing; give the tenant a name");
        if (others.Exists(other => other.Name.Equals(tenant.Name, StringComparison.OrdinalIgnoreCase)))
        {
            Tell("name", Refusals.NameTaken(tenant.Name, "another tenant"));
        }
        foreach (var domain in tenant.Domains)
        {
            var owner = others.Find(other => other.Domains.Contains(domain));
            if (owner is not null) Tell("domains", Refusals.DomainTaken(Encoding.UTF8.GetBytes(domain), Refusals.Titled(owner.Name)));
        }
        return mistakes.Count == told;

        void Tell(string property, string text) => mistakes.Add(new(0, 0, $"{Refusals.Titled(tenant.Name)}.{property}", text));
    }
}
