using System.CommandLine;
using System.Globalization;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory forwards`: whose mail Domino forwards outside. That approves nothing: forwarding to another person is forbidden.</summary>
internal static class ForwardsCommand
{
    public static Command Create(StoreArguments store)
    {
        var json = new Option<bool>("--json") { Description = "One line of JSON for each forward" };
        var command = new Command("forwards", "Show whose mail Domino forwards outside, as of the last synchronisation") { json };
        var sources = new SourceArgument(command);
        return store.Reading(command, (parsed, directory) =>
        {
            var output = CommandOutput.OfConsole();
            foreach (var (tenant, source) in sources.Find(parsed, directory)) Print(output, tenant, source, SyncStatus.Parse(source.Status), parsed.GetValue(json));
            return ExitCodes.Done;
        });
    }

    private static void Print(CommandOutput output, StoredTenant tenant, StoredSource source, SyncStatus status, bool isJson)
    {
        var forwards = status.Findings.Where(finding => finding.Kind == FindingKind.Forward);
        foreach (var forward in forwards)
        {
            if (isJson) JsonLine.Write(output, new { tenant = tenant.Name, source = source.Name, entry = forward.Entry, to = forward.Address });
            else output.Text.WriteLine($"{forward.Entry} -> {forward.Address}");
        }
        if (isJson) return;
        var count = status.Counts.GetValueOrDefault(FindingKind.Forward);
        output.Text.WriteLine(status.SucceededAt is { } at
            ? $"{source.Name} of {tenant.Name}: {count} {(count == 1 ? "forward" : "forwards")} outside, as of {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
            : $"{source.Name} of {tenant.Name} was not synchronised yet: mailguard directory sync {source.Name}");
    }
}
