using System.CommandLine;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory add KIND ADDRESS`: declares an address.</summary>
internal static class AddCommand
{
    public static Command Create(StoreArguments store)
    {
        var kind = EntryFields.KindArgument();
        var address = AddressArgument.One("ADDRESS", "The address to declare");
        var fields = new EntryFields();
        var tenant = TenantArgument.Option("Whose; default: the tenant of the address's domain");
        var command = new Command("add", "Declare an address") { kind, address, tenant };
        fields.AddTo(command);
        return store.Changing(command, (parsed, directory, reason) =>
        {
            var key = parsed.GetValue(address)!;
            using var change = directory.Begin(reason($"add {key}"));
            var entry = new EntryDraft { Kind = EntryFields.KindOf(parsed.GetValue(kind)!) };
            entry.Address.Add(Encoding.UTF8.GetBytes(key));
            fields.Apply(parsed, entry);
            change.Put(TenantArgument.Find(change.Tenants(), parsed.GetValue(tenant), key).Id, entry);
            return ChangeReport.Commit(change);
        });
    }
}
