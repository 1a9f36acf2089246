using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

namespace Connelink.MailGuard.Tests.AddressDirectory.Synchronisation;

/// <summary>Entries as Domino's LDAP service gives them, for tests without a server.</summary>
internal sealed class Domino
{
    private readonly List<LdapEntry> _entries = [];

    public IReadOnlyList<string> Domains { get; init; } = ["acme.example"];

    /// <summary>What was made by hand or by another source.</summary>
    public Dictionary<string, Holder> Taken { get; } = [];

    /// <summary>By key, addresses that were declared before.</summary>
    public Dictionary<string, string> Known { get; } = [];

    public SourceSettings Settings { get; init; } = new() { Host = "domino.acme.example" };

    public static LdapEntry Entry(string dn, string objectClass, params (string Name, string Value)[] attributes) =>
        new(dn, attributes.Append(("objectclass", objectClass)).GroupBy(a => a.Item1, a => a.Item2)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group], StringComparer.OrdinalIgnoreCase));

    public Domino Person(string dn, params (string Name, string Value)[] attributes) => Add(dn, "dominoPerson", attributes);

    public Domino Mailbox(string dn, params (string Name, string Value)[] attributes) => Add(dn, "dominoServerMailInDatabase", attributes);

    public Domino Group(string dn, string type, params (string Name, string Value)[] attributes) => Add(dn, "dominoGroup", [("grouptype", type), .. attributes]);

    public SourceResolution Resolve()
    {
        var mapping = new EntryMapping(Settings, Domains.ToHashSet());
        return new([.. _entries.Select(mapping.Map)], Domains, Taken, Known);
    }

    private Domino Add(string dn, string objectClass, (string Name, string Value)[] attributes)
    {
        var common = NotesName.Common(dn);
        _entries.Add(Entry(dn, objectClass, [("cn", common), .. attributes]));
        return this;
    }
}
