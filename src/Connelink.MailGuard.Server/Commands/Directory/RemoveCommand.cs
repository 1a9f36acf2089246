using System.CommandLine;
using System.Text;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory remove ADDRESS`: an address is declared no longer.</summary>
internal static class RemoveCommand
{
    public static Command Create(StoreArguments store)
    {
        var command = new Command("remove", "Remove a declared address with its aliases");
        var edited = new EditedEntry(command, "Its address; to remove an alias: directory set ADDRESS --remove-alias ALIAS");
        return store.Changing(command, (parsed, directory, reason) =>
        {
            var address = edited.AddressOf(parsed);
            using var change = directory.Begin(reason($"remove {address}"));
            var (tenant, entry) = edited.Find(parsed, change);
            var own = Encoding.UTF8.GetString(entry.Address[0]);
            if (own != address) throw new DirectoryException($"\"{address}\" is an alias of {own}; remove that, or take the alias away: mailguard directory set {own} --remove-alias {address}");
            var mentions = change.FindMentions(entry.Address[0]);
            change.Remove(tenant, entry);
            var code = ChangeReport.Commit(change);
            foreach (var (_, other) in mentions) Console.WriteLine($"Still named in {Encoding.UTF8.GetString(other.Address[0])}.");
            return code;
        });
    }
}
