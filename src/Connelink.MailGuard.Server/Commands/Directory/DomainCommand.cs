using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory domain …`: which domains a tenant owns.</summary>
internal static class DomainCommand
{
    public static Command Create(StoreArguments store) => new("domain", "The domains of a tenant") { Add(store), Remove(store), List(store) };

    private static Command Add(StoreArguments store)
    {
        var tenant = TenantArgument.Argument("Whose");
        var domain = DomainArgument.One("The domain");
        return store.Changing(new Command("add", "Give a tenant a domain") { tenant, domain }, (parsed, directory, reason) =>
        {
            var name = parsed.GetValue(domain)!;
            using var change = directory.Begin(reason($"domain add {name}"));
            var found = TenantArgument.Find(change.Tenants(), parsed.GetValue(tenant)!);
            if (!found.Domains.Contains(name)) change.Put(found with { Domains = [.. found.Domains, name] });
            return ChangeReport.Commit(change);
        });
    }

    private static Command Remove(StoreArguments store)
    {
        var domain = DomainArgument.One("The domain");
        return store.Changing(new Command("remove", "Take a domain away; refused while addresses are declared in it") { domain }, (parsed, directory, reason) =>
        {
            var name = parsed.GetValue(domain)!;
            using var change = directory.Begin(reason($"domain remove {name}"));
            var owner = change.Tenants().FirstOrDefault(tenant => tenant.Domains.Contains(name)) ?? throw new DirectoryException($"\"{name}\" is no tenant's domain");
            change.Put(owner with { Domains = [.. owner.Domains.Where(other => other != name)] });
            return ChangeReport.Commit(change);
        });
    }

    private static Command List(StoreArguments store)
    {
        var tenant = TenantArgument.Option("Of this tenant only");
        return store.Reading(new Command("list", "Show domains and whose they are") { tenant }, (parsed, directory) =>
        {
            var tenants = directory.Tenants();
            IEnumerable<StoredTenant> shown = parsed.GetValue(tenant) is { } name ? [TenantArgument.Find(tenants, name)] : tenants;
            foreach (var (owner, domain) in shown.SelectMany(one => one.Domains.Select(domain => (one.Name, domain)))) Console.WriteLine($"{domain}\t{owner}");
            return ExitCodes.Done;
        });
    }
}
