using System.CommandLine;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory rename ADDRESS NEW`: the old address stays as an alias.</summary>
internal static class RenameCommand
{
    public static Command Create(StoreArguments store)
    {
        var command = new Command("rename", "Give an entry another address; the old one becomes an alias, groups, redirects and senders follow");
        var edited = new EditedEntry(command, "Its address now");
        var name = AddressArgument.One("NEW", "Its new address");
        command.Arguments.Add(name);
        return store.Changing(command, (parsed, directory, reason) =>
        {
            var (old, address) = (edited.AddressOf(parsed), parsed.GetValue(name)!);
            using var change = directory.Begin(reason($"rename {old} to {address}"));
            var (tenant, entry) = edited.Find(parsed, change);
            var own = Encoding.UTF8.GetString(entry.Address[0]);
            if (own != old) throw new DirectoryException($"\"{old}\" is an alias of {own}; rename that");
            var followed = old == address ? 0 : EntryRename.Run(change, tenant, entry, Encoding.UTF8.GetBytes(address));
            var code = ChangeReport.Commit(change);
            if (followed > 0) Console.WriteLine($"{followed} {(followed == 1 ? "entry that names it follows" : "entries that name it follow")}.");
            return code;
        });
    }
}
