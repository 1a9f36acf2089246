using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory tenant erase TENANT`: a customer has left, and nothing of it is to stay.</summary>
internal static class TenantEraseCommand
{
    public static Command Create(StoreArguments store)
    {
        var name = TenantArgument.Argument("Its name");
        var confirm = new Option<bool>("--yes") { Description = "Do it; without it the command only says what would be erased" };
        var command = new Command("erase", "Erase a tenant: its entries, domains, sources, and what the change log keeps of them. Cannot be undone") { name, confirm };
        return store.Changing(command, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"tenant erase {parsed.GetValue(name)}"));
            var report = TenantErasure.Run(change, TenantArgument.Find(change.Tenants(), parsed.GetValue(name)!));
            var isMeant = parsed.GetValue(confirm);
            var number = isMeant ? change.Commit() : 0;
            Print(report, isMeant);
            Console.WriteLine(isMeant ? $"Change {number} is made; it cannot be undone." : "Nothing was erased yet: export the tenant if need be, then repeat with --yes.");
            return ExitCodes.Done;
        });
    }

    private static void Print(ErasureReport report, bool isDone)
    {
        Console.WriteLine($"Tenant {report.Tenant.Name}{(isDone ? " was erased:" : ":")}");
        Console.WriteLine($"  {report.Entries.Values.Sum()} entries with {report.Addresses} addresses and aliases");
        foreach (var (kind, count) in report.Entries) Console.WriteLine($"    {SettingValue.Word(kind)}: {count}");
        Console.WriteLine($"  domains: {(report.Tenant.Domains.Count == 0 ? "none" : string.Join(", ", report.Tenant.Domains))}");
        Console.WriteLine($"  sources: {report.Sources}");
        Console.WriteLine($"  change log: {report.LogItems} states before and after; who changed, when and why stays");
        foreach (var mention in report.Mentions) Console.WriteLine($"  left, since it is another tenant's: {mention}");
    }
}
