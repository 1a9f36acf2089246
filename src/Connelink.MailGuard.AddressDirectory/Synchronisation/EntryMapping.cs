using Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Makes of an LDAP entry what it says about addresses, by the configured classes and attributes (mail-facts: 3.2 LDAP service).</summary>
/// <param name="domains">The tenant's, canonical.</param>
internal sealed class EntryMapping(SourceSettings settings, IReadOnlySet<string> domains)
{
    private const string MultiPurpose = "0";
    private const string MailOnly = "1";
    private const string DenyList = "3";

    private readonly SourceMapping _mapping = settings.Mapping;
    private readonly AddressReader _reader = new();

    public SourceEntry Map(LdapEntry entry)
    {
        var type = entry.IsOf(_mapping.GroupClasses) ? entry.First(_mapping.GroupType) ?? (_mapping.GroupType.Length > 0 ? MultiPurpose : MailOnly) : null;
        var kind = Kind(entry, type);
        var (strong, outside, unusable) = Sort(entry);
        var forwards = kind is EntryKind.Group or null ? [] : Forwards(entry);
        return new()
        {
            Key = entry.First(_mapping.Key) is { Length: > 0 } key ? key.ToLowerInvariant() : NotesName.Key(entry.Dn),
            Dn = entry.Dn,
            Kind = kind,
            IsMultiPurpose = type == MultiPurpose,
            IsDenyList = type == DenyList,
            Strong = strong,
            Weak = Weak(entry),
            // Domino shows the forwarding address as "mail" where it has no other: that is told once, as a forward.
            Outside = [.. outside.Except(forwards)],
            Unusable = unusable,
            Forwards = forwards,
            Names = [.. NameValues(entry).Append(entry.Dn).Select(NotesName.Key).Distinct()],
            Members = type is null ? [] : entry.All(_mapping.Members),
            Plan = PlanOf(entry, kind),
            Changed = entry.First(_mapping.Changed) ?? "",
        };
    }

    /// <summary>Group types: dus.h of the C API; a group without a type is Domino's default, multi-purpose. Other servers know no types.</summary>
    private EntryKind? Kind(LdapEntry entry, string? type)
    {
        if (type is not null) return type is MultiPurpose or MailOnly ? EntryKind.Group : null;
        if (entry.IsOf(_mapping.MailboxClasses)) return entry.All(_mapping.ResourceType).Any(value => value.Length > 0) ? EntryKind.Resource : EntryKind.Mailbox;
        return entry.IsOf(_mapping.PersonClasses) ? EntryKind.Person : null;
    }

    /// <summary>Names may hold addresses too: administrators write further addresses of a person there.</summary>
    private (List<string> Strong, List<string> Outside, List<string> Unusable) Sort(LdapEntry entry)
    {
        List<string> strong = [], outside = [], unusable = [];
        foreach (var value in _mapping.Addresses.SelectMany(entry.All))
        {
            if (!StatedAddress.TryRead(_reader, value, out var address)) unusable.Add(value);
            else (domains.Contains(address.Domain) ? strong : outside).Add(address.Key);
        }
        foreach (var value in NameValues(entry).Select(NotesName.Common))
        {
            if (StatedAddress.TryRead(_reader, value, out var address) && domains.Contains(address.Domain)) strong.Add(address.Key);
        }
        return ([.. strong.Distinct()], [.. outside.Distinct()], unusable);
    }

    private List<string> Weak(LdapEntry entry) => [.. NameValues(entry).SelectMany(name => DerivedNames.Of(name, _mapping.Separators)).Distinct()];

    private IEnumerable<string> NameValues(LdapEntry entry) => _mapping.Names.SelectMany(entry.All);

    private List<string> Forwards(LdapEntry entry)
    {
        List<string> forwards = [];
        foreach (var value in entry.All(_mapping.Forward))
        {
            if (StatedAddress.TryRead(_reader, value, out var address) && !domains.Contains(address.Domain)) forwards.Add(address.Key);
        }
        return forwards;
    }

    private Plan? PlanOf(LdapEntry entry, EntryKind? kind)
    {
        if (kind != EntryKind.Person || _mapping.Plan.Length == 0 || entry.First(_mapping.Plan) is not { } word) return null;
        var index = Array.FindIndex(DirectoryWords.Plans, plan => plan.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (Plan)(index + 1);
    }
}
