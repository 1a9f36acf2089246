using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Entries of other directory servers: persons, mail-in databases, rooms and groups of inetOrgPerson, groupOfNames, Domino's classes and their like.</summary>
/// <remarks>What has no mail address is passed over. Members are names of other records, so groups wait for the end.</remarks>
internal sealed class ForeignRecords(LdifRecords records, DirectoryReading reading, NamedTenants tenants, FieldReader fields)
{
    private readonly ForeignGroups _groups = new(reading, fields);
    private readonly EntryDraft _draft = new();

    /// <param name="first">The attribute that is the record's dn.</param>
    public void Read(int first)
    {
        var name = Encoding.UTF8.GetString(records.Value(first));
        if (KindOf() is not { } kind) return;

        _draft.Clear();
        (_draft.Line, _draft.Kind) = (records.Line, kind);
        Addresses(name);
        if (kind == EntryKind.Group)
        {
            if (Text("grouptype"u8) is null or "0" or "1") Group(name);
            return;
        }
        if (_draft.Address.Count == 0)
        {
            Remark(records.Line, name, "has no mail address; passed over");
            return;
        }
        if (kind == EntryKind.Person && Text("preferredLanguage"u8) is { Length: >= 2 } language) fields.Read(_draft, DirectoryField.Language, Encoding.UTF8.GetBytes(language[..2]));
        if (Text("mailaddress"u8) is { } forward && !_draft.Address.Contains(Encoding.UTF8.GetBytes(forward.ToLowerInvariant())))
        {
            Remark(records.Line, name, $"is forwarded to {forward} there; a forward is no declared redirect, and is left out");
        }
        _groups.Name(name, _draft.Address[0]);
        if (Open(name)) reading.Sink.Add(_draft);
    }

    public void End()
    {
        foreach (var draft in _groups.Drafts())
        {
            if (Open("")) reading.Sink.Add(draft);
        }
    }

    private void Group(string name)
    {
        _draft.IsMultiPurpose = Text("grouptype"u8) == "0";
        var group = _groups.Open(name, _draft);
        for (var i = 0; i < records.Count; i++)
        {
            if (records.Is(i, "member"u8) || records.Is(i, "uniqueMember"u8)) group.Add(Encoding.UTF8.GetString(records.Value(i)));
            else if (records.Is(i, "rfc822MailMember"u8) || records.Is(i, "mgrpRFC822MailMember"u8)) group.Add(Encoding.UTF8.GetString(records.Value(i)));
        }
    }

    private bool Open(string name)
    {
        if (tenants.Open(default, records.Line, out _) is not null) return true;
        reading.Mistakes.Add(new(records.Line, 0, name, "has no tenant; say with --tenant whose entries these are"));
        return false;
    }

    /// <summary>Null: none that has mail.</summary>
    private EntryKind? KindOf()
    {
        EntryKind? kind = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (!records.Is(i, "objectClass"u8)) continue;
            switch (Encoding.UTF8.GetString(records.Value(i)).ToLowerInvariant())
            {
                case "dominogroup" or "groupofnames" or "groupofuniquenames" or "group" or "nismailalias" or "mailgroup" or "inetmailgroup": return EntryKind.Group;
                case "room": return EntryKind.Resource;
                case "dominoservermailindatabase": return Text("resourcetype"u8) is null ? EntryKind.Mailbox : EntryKind.Resource;
                case "dominoperson" or "inetorgperson" or "organizationalperson" or "person" or "user" or "inetmailuser" or "mailrecipient" or "qmailuser": kind = EntryKind.Person; break;
            }
        }
        return kind;
    }

    /// <summary>Domino's own address first: its "mail" may be made up. Active Directory writes SMTP: before the first and smtp: before the others.</summary>
    private void Addresses(string name)
    {
        foreach (var attribute in (string[])["internetaddress", "mail", "rfc822Mailbox", "mailAlternateAddress"])
        {
            for (var i = 0; i < records.Count; i++)
            {
                if (!System.Text.Ascii.EqualsIgnoreCase(records.Name(i), attribute)) continue;
                if (!Address(records.Value(i)) && attribute != "mail") Remark(records.LineOf(i), name, $"{Words.Quote(records.Value(i))} is not a mailbox; left out");
            }
        }
        for (var i = 0; i < records.Count; i++)
        {
            if (records.Is(i, "proxyAddresses"u8) && records.Value(i).Length > 5 && System.Text.Ascii.EqualsIgnoreCase(records.Value(i)[..5], "smtp:"u8)) Address(records.Value(i)[5..]);
        }
    }

    private bool Address(ReadOnlySpan<byte> text)
    {
        if (!fields.TryRead(text, out var key)) return false;
        if (_draft.Address.Count == 0) _draft.Address.Add(key);
        else if (!_draft.Address.Contains(key) && !_draft.Aliases.Contains(key)) _draft.Aliases.Add(key);
        return true;
    }

    private string? Text(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < records.Count; i++)
        {
            if (records.Is(i, name)) return Encoding.UTF8.GetString(records.Value(i));
        }
        return null;
    }

    private void Remark(int line, string name, string text) => reading.Remarks.Add(new(line, 0, name, text));
}
