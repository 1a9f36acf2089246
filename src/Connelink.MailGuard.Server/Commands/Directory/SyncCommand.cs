using System.CommandLine;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory sync [SOURCE]` brings the directory into agreement with its sources; `directory diff [SOURCE]` shows what that would do.</summary>
internal static class SyncCommand
{
    private const int DefaultLimit = 50;

    public static Command Create(StoreArguments store)
    {
        var accept = new Option<bool>("--accept-shrink") { Description = "Let more entries go than the source's maxShrink allows" };
        var command = new Command("sync", "Take over what the sources say: all of a source in one change, or nothing") { accept };
        var run = Prepare(command);
        return store.Changing(command, (parsed, directory, reason) => run(parsed, directory, name => new(reason(name), AcceptsShrink: parsed.GetValue(accept))));
    }

    public static Command CreateDiff(StoreArguments store)
    {
        var command = new Command("diff", "Show what a synchronisation would change");
        var run = Prepare(command);
        return store.Reading(command, (parsed, directory) => run(parsed, directory, name => new(new ChangeReason("", name, null), Rehearses: true)));
    }

    /// <summary>Adds what both have in common, and gives what both do.</summary>
    private static Func<ParseResult, DirectoryStore, Func<string, SyncOrder>, int> Prepare(Command command)
    {
        var sources = new SourceArgument(command);
        var json = new Option<bool>("--json") { Description = "One line of JSON for each source" };
        var limit = new Option<int>("--limit") { Description = "Differences, and findings of one kind, that are shown", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
        command.Options.Add(json);
        command.Options.Add(limit);
        return (parsed, directory, orderOf) =>
        {
            var (report, exitCode) = (new SyncReport(CommandOutput.OfConsole(CommandOutput.Unbroken), parsed.GetValue(json), parsed.GetValue(limit)), ExitCodes.Done);
            foreach (var (tenant, source) in sources.Find(parsed, directory))
            {
                var order = orderOf($"sync {source.Name}");
                var outcome = new SourceSync(directory, TimeProvider.System).RunAsync(source, order, CancellationToken.None).GetAwaiter().GetResult();
                exitCode = Math.Max(exitCode, report.Print(tenant, source, outcome, order.Rehearses));
            }
            return exitCode;
        };
    }
}
