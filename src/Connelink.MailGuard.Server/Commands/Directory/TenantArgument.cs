using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Tenants by their names on the command line.</summary>
internal static class TenantArgument
{
    public static Option<string?> Option(string description) => new("--tenant") { Description = description, HelpName = "NAME" };

    public static Argument<string> Argument(string description) => new("TENANT") { Description = description };

    /// <exception cref="DirectoryException">There is none of this name.</exception>
    public static StoredTenant Find(IReadOnlyList<StoredTenant> tenants, string name) =>
        tenants.FirstOrDefault(tenant => tenant.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new DirectoryException(
            tenants.Count == 0
                ? "There is no tenant yet; make one: mailguard directory tenant create NAME --domain DOMAIN"
                : $"There is no tenant \"{name}\". {Nearest.Mend(name, [.. tenants.Select(tenant => tenant.Name)])}");

    /// <summary>The one that is named, or the one whose domain it is.</summary>
    public static StoredTenant Find(IReadOnlyList<StoredTenant> tenants, string? name, string address)
    {
        if (name is not null) return Find(tenants, name);
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return tenants.FirstOrDefault(tenant => tenant.Domains.Contains(domain)) ?? throw new DirectoryException(
            $"\"{domain}\" is no tenant's domain; name the tenant with --tenant, or give it the domain: mailguard directory domain add TENANT {domain}");
    }
}
