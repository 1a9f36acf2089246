using System.Text;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Groups of another directory server, whose members are names that stand anywhere in the file.</summary>
/// <remarks>A group without an address cannot be a member here: its members take its place, so that nobody outside goes unseen.</remarks>
internal sealed partial class ForeignGroups(DirectoryReading reading, FieldReader fields)
{
    private readonly Dictionary<string, byte[]> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ForeignGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Remembers the address behind a distinguished name.</summary>
    public void Name(string name, ReadOnlySpan<byte> address) => _addresses[Normal(name)] = address.ToArray();

    public ForeignGroup Open(string name, EntryDraft draft)
    {
        var address = draft.Address.Count > 0 ? draft.Address[0].ToArray() : null;
        if (address is not null) _addresses[Normal(name)] = address;
        List<byte[]> aliases = [];
        for (var i = 0; i < draft.Aliases.Count; i++) aliases.Add(draft.Aliases[i].ToArray());
        return _groups[Normal(name)] = new ForeignGroup(name, draft.Line, address, aliases, draft.IsMultiPurpose);
    }

    /// <summary>Those with an address; the draft is used again.</summary>
    public IEnumerable<EntryDraft> Drafts()
    {
        var draft = new EntryDraft();
        foreach (var group in _groups.Values.OrderBy(group => group.Line))
        {
            if (group.Address is null) continue;
            draft.Clear();
            (draft.Line, draft.Kind, draft.IsMultiPurpose) = (group.Line, EntryKind.Group, group.IsMultiPurpose);
            draft.Address.Add(group.Address);
            foreach (var alias in group.Aliases) draft.Aliases.Add(alias);
            foreach (var key in MembersOf(group)) draft.Members.Add(key);
            yield return draft;
        }
    }

    private List<byte[]> MembersOf(ForeignGroup group)
    {
        var keys = new List<byte[]>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<ForeignGroup> { group };
        var rest = new Stack<string>(Enumerable.Reverse(group.Members));
        while (rest.TryPop(out var member))
        {
            if (Find(member) is { } key)
            {
                if (known.Add(Encoding.UTF8.GetString(key))) keys.Add(key);
            }
            else if (!_groups.TryGetValue(Normal(member), out var inner))
            {
                reading.Remarks.Add(new(group.Line, 0, group.Name, $"member {member} is not in the file, or has no mail address; left out"));
            }
            else if (seen.Add(inner))
            {
                foreach (var one in Enumerable.Reverse(inner.Members)) rest.Push(one);
            }
        }
        return keys;
    }

    private byte[]? Find(string member)
    {
        if (_addresses.TryGetValue(Normal(member), out var key)) return key;
        return !member.Contains('=', StringComparison.Ordinal) && fields.TryRead(Encoding.UTF8.GetBytes(member), out var read) ? read.ToArray() : null;
    }

    /// <summary>Distinguished names compare without case and without blanks around their separators (RFC 4514, RFC 4517).</summary>
    private static string Normal(string name) => Blanks().Replace(name.Trim(), "$1").ToLowerInvariant();

    [GeneratedRegex(@"\s*(?<!\\)([,=+])\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}

internal sealed record ForeignGroup(string Name, int Line, byte[]? Address, List<byte[]> Aliases, bool IsMultiPurpose)
{
    public List<string> Members { get; } = [];

    public void Add(string member) => Members.Add(member);
}
