using System.CommandLine;
using Connelink.MailGuard.Server.Commands.Directory.Report;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory`: the declared addresses.</summary>
internal static class DirectoryCommand
{
    public static Command Create(string[] settings)
    {
        var store = new StoreArguments(settings);
        var directory = new Command("directory", "Declare addresses, and see what is declared")
        {
            AddCommand.Create(store), SetCommand.Create(store), RemoveCommand.Create(store), RenameCommand.Create(store),
            ImportCommand.Create(store), ExportCommand.Create(store), ListCommand.Create(store), ShowCommand.Create(store),
            SuggestCommand.Create(store), RefuseCommand.Create(store), ReportCommand.Create(store),
            LogCommand.Create(store), RevertCommand.Create(store),
            TenantCommand.Create(store), DomainCommand.Create(store), SourceCommand.Create(store),
            SyncCommand.CreateDiff(store), SyncCommand.Create(store), ForwardsCommand.Create(store),
        };
        foreach (var command in directory.Subcommands.Where(command => command.Name is "show" or "set" or "remove" or "rename"))
        {
            command.Arguments[0].CompletionSources.Add(store.Addresses);
        }
        return directory;
    }
}
