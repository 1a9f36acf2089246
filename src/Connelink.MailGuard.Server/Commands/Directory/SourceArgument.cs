using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Sources by their names on the command line.</summary>
internal sealed class SourceArgument
{
    private readonly Argument<string?> _name;
    private readonly Option<string?> _tenant = TenantArgument.Option("Of this tenant");

    /// <param name="isOne">Whether one must be named; else all are meant where none is.</param>
    public SourceArgument(Command command, bool isOne = false)
    {
        _name = new("SOURCE") { Description = isOne ? "The source's name" : "The source's name; default: all", Arity = isOne ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne };
        command.Arguments.Add(_name);
        command.Options.Add(_tenant);
    }

    /// <exception cref="DirectoryException">There is none such.</exception>
    public IReadOnlyList<(StoredTenant Tenant, StoredSource Source)> Find(ParseResult parsed, DirectoryStore store)
    {
        var (tenants, name) = (store.Tenants(), parsed.GetValue(_name));
        long? one = parsed.GetValue(_tenant) is { } tenant ? TenantArgument.Find(tenants, tenant).Id : null;
        var found = store.Sources(one).Where(source => name is null || source.Name == name).ToList();
        if (found.Count == 0)
        {
            throw new DirectoryException(name is null
                ? "There is no source; add one: mailguard directory source add TENANT NAME SETTINGS"
                : $"There is no source \"{name}\"; mailguard directory source list shows all");
        }
        return [.. found.Select(source => (tenants.First(owner => owner.Id == source.Tenant), source))];
    }
}
