namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>One entry as the source gave it. Attribute names compare without case, as Domino and OpenLDAP write them differently.</summary>
internal sealed class LdapEntry(string dn, IReadOnlyDictionary<string, IReadOnlyList<string>> attributes)
{
    public string Dn { get; } = dn;

    public IReadOnlyList<string> All(string attribute) => attributes.GetValueOrDefault(attribute) ?? [];

    public string? First(string attribute) => All(attribute) is [var first, ..] ? first : null;

    public bool IsOf(IEnumerable<string> classes) => All("objectClass").Any(name => classes.Contains(name, StringComparer.OrdinalIgnoreCase));
}
