using System.CommandLine;
using System.Text;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory set ADDRESS`: changes what a declared address carries.</summary>
internal static class SetCommand
{
    public static Command Create(StoreArguments store)
    {
        var command = new Command("set", "Change a declared address: an option replaces what was there, --add-… and --remove-… change lists");
        var edited = new EditedEntry(command, "Its address or an alias");
        var kind = EntryFields.KindOption();
        command.Options.Add(kind);
        var fields = new EntryFields();
        fields.AddTo(command);
        var lists = new ListChanges();
        lists.AddTo(command);
        return store.Changing(command, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"set {edited.AddressOf(parsed)}"));
            var (tenant, entry) = edited.Find(parsed, change);
            if (parsed.GetValue(kind) is { } word) entry.Kind = EntryFields.KindOf(word);
            fields.Apply(parsed, entry);
            lists.Apply(parsed, entry);
            change.Put(tenant, entry);
            return ChangeReport.Commit(change);
        });
    }
}

/// <summary>Single items of an entry's lists, added and taken away.</summary>
internal sealed class ListChanges
{
    private readonly (Option<string[]> Add, Option<string[]> Remove, Func<EntryDraft, KeyList> List)[] _lists =
    [
        Of("alias", "an alias", entry => entry.Aliases),
        Of("target", "a target of a redirect", entry => entry.Targets),
        Of("member", "a member of a group", entry => entry.Members),
        Of("sender", "who may send as a mailbox", entry => entry.Senders),
        Of("may-send-as", "as whom a person may send", entry => entry.MaySendAs),
    ];

    public void AddTo(Command command)
    {
        foreach (var (add, remove, _) in _lists)
        {
            command.Options.Add(add);
            command.Options.Add(remove);
        }
    }

    /// <exception cref="DirectoryException">Something to be removed is not there.</exception>
    public void Apply(ParseResult parsed, EntryDraft entry)
    {
        foreach (var (add, remove, list) in _lists)
        {
            foreach (var key in parsed.GetValue(remove)!)
            {
                if (!list(entry).Remove(Encoding.UTF8.GetBytes(key))) throw new DirectoryException($"{remove.Name} {key}: the entry has no such item");
            }
            foreach (var key in parsed.GetValue(add)!)
            {
                if (!list(entry).Contains(Encoding.UTF8.GetBytes(key))) list(entry).Add(Encoding.UTF8.GetBytes(key));
            }
        }
    }

    private static (Option<string[]>, Option<string[]>, Func<EntryDraft, KeyList>) Of(string name, string what, Func<EntryDraft, KeyList> list) =>
        (AddressArgument.Many($"--add-{name}", $"Add {what}"), AddressArgument.Many($"--remove-{name}", $"Take away {what}"), list);
}
