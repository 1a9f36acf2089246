using System.CommandLine;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>The entry that a command is about, to be changed by hand.</summary>
internal sealed class EditedEntry
{
    private readonly Argument<string> _address;
    private readonly Option<string?> _tenant = TenantArgument.Option("Whose entry; needed only where an external person is several tenants'");
    private readonly Option<bool> _takeOver = new("--take-over")
    {
        Description = "The entry is from a source: make it one that is kept by hand from now on",
    };

    public EditedEntry(Command command, string description)
    {
        _address = AddressArgument.One("ADDRESS", description);
        command.Arguments.Add(_address);
        command.Options.Add(_tenant);
        command.Options.Add(_takeOver);
    }

    public string AddressOf(ParseResult parsed) => parsed.GetValue(_address)!;

    /// <exception cref="DirectoryException">There is none, or its source would change it back.</exception>
    /// <param name="isOurs">What is to be changed is nothing that a source knows: the entry may stay its.</param>
    public (long Tenant, EntryDraft Entry) Find(ParseResult parsed, StoreChange change, bool isOurs = false)
    {
        var address = AddressOf(parsed);
        var tenant = parsed.GetValue(_tenant) is { } name ? TenantArgument.Find(change.Tenants(), name) : null;
        var found = change.Find(Encoding.UTF8.GetBytes(address)).Where(match => tenant is null || match.Tenant == tenant.Id).ToList();
        if (found.Count == 0) throw new DirectoryException($"\"{address}\" is not declared{(tenant is null ? "" : $" by {tenant.Name}")}; what is near: mailguard directory show {address}");
        if (found.Count > 1 && tenant is null && found[1].Entry.Kind == found[0].Entry.Kind)
        {
            throw new DirectoryException($"\"{address}\" is an entry of several tenants; name one with --tenant");
        }
        return (found[0].Tenant, isOurs ? found[0].Entry : ByHand(parsed, found[0].Entry, address));
    }

    private EntryDraft ByHand(ParseResult parsed, EntryDraft entry, string address)
    {
        if (entry.Source is null) return entry;
        if (!parsed.GetValue(_takeOver))
        {
            throw new DirectoryException(
                $"\"{address}\" is from the source {entry.Source}, which would change it back; change it there, or keep it by hand from now on with --take-over");
        }
        (entry.Source, entry.SourceKey) = (null, null);
        entry.WeakNames.Clear();
        return entry;
    }
}
