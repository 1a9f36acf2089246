using System.Text;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Entries of other directory servers. A file of them gives what a synchronisation with that server would give, by the same mapping.</summary>
/// <remarks>They wait for the end of the file: only then shows who the members of a group are, and which names are one entry's alone.</remarks>
internal sealed class ForeignRecords(LdifRecords records, DirectoryReading reading, NamedTenants tenants)
{
    private static readonly SourceMapping Domino = new();

    /// <summary>Classes that other servers have for what has mail (RFC 2798, RFC 4519, RFC 4524; Active Directory, Netscape, qmail-ldap). No names are derived: that is Domino's router.</summary>
    private static readonly SourceMapping Others = new()
    {
        PersonClasses = ["inetOrgPerson", "organizationalPerson", "person", "user", "inetMailUser", "mailRecipient", "qmailUser"],
        MailboxClasses = ["room"],
        ResourceType = "objectClass", // A room is a resource whatever else it says.
        GroupClasses = ["groupOfNames", "groupOfUniqueNames", "group", "nisMailAlias", "mailGroup", "inetMailGroup"],
        GroupType = "",
        Addresses = ["mail", "rfc822Mailbox", "mailAlternateAddress"],
        Names = [],
        Forward = "",
    };

    private static readonly HashSet<string> Mapped = new([.. Domino.Attributes, .. Others.Attributes], StringComparer.OrdinalIgnoreCase);

    private readonly EntryMapping _domino = Mapping(Domino, reading.Domains);
    private readonly EntryMapping _others = Mapping(Others, reading.Domains);
    private readonly Dictionary<string, SourceEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <param name="first">The attribute that is the record's dn.</param>
    public void Read(int first)
    {
        var entry = Entry(first);
        var isDomino = entry.IsOf(Domino.Classes);
        if (!isDomino && !entry.IsOf(Others.Classes)) return;
        var mapped = (isDomino ? _domino : _others).Map(entry);
        _entries[mapped.Key] = mapped;
        _lines[mapped.Dn] = records.Line;
    }

    public void End()
    {
        if (_entries.Count == 0 || !HasTenant()) return;
        var resolution = new SourceResolution(_entries.Values, reading.Domains, new Dictionary<string, Holder>(), new Dictionary<string, string>());
        foreach (var finding in resolution.Findings)
        {
            reading.Remarks.Add(new(_lines[finding.Entry], 0, finding.Entry, $"{finding.Address} {finding.Text}".TrimStart()));
        }
        foreach (var (entry, draft) in SyncDrafts.ByHand(resolution.Entries))
        {
            draft.Line = _lines[entry.Dn];
            reading.Sink.Add(draft);
        }
    }

    private bool HasTenant()
    {
        var line = _lines.Values.Min();
        if (tenants.Open(default, line, out _) is null) Tell("has no tenant; say with --tenant whose entries these are");
        else if (reading.Domains.Count == 0) Tell($"tenant {reading.Tenant} has no domain yet, by which its own addresses are known; give it one: mailguard directory domain add");
        else return true;
        return false;

        void Tell(string text) => reading.Mistakes.Add(new(line, 0, "", text));
    }

    /// <summary>The attributes that mean something, each under the name that the mapping has for it.</summary>
    private LdapEntry Entry(int first)
    {
        var attributes = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        for (var i = first + 1; i < records.Count; i++)
        {
            var name = Encoding.UTF8.GetString(records.Name(i)).ToLowerInvariant();
            var value = records.Value(i);
            switch (name)
            {
                case "uniquemember" or "rfc822mailmember" or "mgrprfc822mailmember": name = Others.Members; break;
                // Active Directory writes SMTP: before the first and smtp: before the others.
                case "proxyaddresses" when value.Length > 5 && System.Text.Ascii.EqualsIgnoreCase(value[..5], "smtp:"u8):
                    name = "mailAlternateAddress";
                    value = value[5..];
                    break;
            }
            if (!Mapped.Contains(name)) continue;
            if (!attributes.TryGetValue(name, out var values)) attributes[name] = values = [];
            values.Add(Encoding.UTF8.GetString(value));
        }
        return new(
            Encoding.UTF8.GetString(records.Value(first)),
            attributes.ToDictionary(attribute => attribute.Key, IReadOnlyList<string> (attribute) => attribute.Value, StringComparer.OrdinalIgnoreCase));
    }

    private static EntryMapping Mapping(SourceMapping mapping, IReadOnlyList<string> domains) => new(new SourceSettings { Mapping = mapping }, domains.ToHashSet());
}
