using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Makes addresses of what stands as members of a group: DNs, names in any form, plain addresses.</summary>
/// <param name="addressOf">The address by which an entry of the source is declared; null when it is not.</param>
internal sealed class MemberResolution(
    NameIndex names, IReadOnlySet<string> domains, IReadOnlyDictionary<string, Holder> taken, Func<SourceEntry, string?> addressOf, List<SyncFinding> findings)
{
    private readonly AddressReader _reader = new();

    /// <summary>A mail group without an address cannot be a member here: its members take its place, so that nobody outside goes unseen.</summary>
    public IReadOnlyList<string> Resolve(SourceEntry group)
    {
        var members = new List<string>();
        var seen = new HashSet<SourceEntry>(ReferenceEqualityComparer.Instance) { group };
        var rest = new Stack<string>(group.Members.Reverse());
        while (rest.TryPop(out var member))
        {
            if (names.ByName(member) is [{ Kind: EntryKind.Group } inner] && addressOf(inner) is null)
            {
                foreach (var one in seen.Add(inner) ? inner.Members.Reverse() : []) rest.Push(one);
                continue;
            }
            var (address, reason) = Resolve(member);
            if (address is not null) members.Add(address);
            else if (member.Length > 0) findings.Add(new(FindingKind.UnknownMember, group.Dn, member, reason));
        }
        var own = addressOf(group);
        return [.. members.Distinct().Where(address => address != own)];
    }

    private (string? Address, string Reason) Resolve(string member)
    {
        switch (names.ByName(member))
        {
            case [var entry]: return (addressOf(entry), Undeclared(entry));
            case { Count: > 1 } holders: return (null, $"is the name of {holders.Count} entries; write the whole name into the group");
        }
        // An external person stands there as it is, or as CN=bob@partner.example.
        if (!StatedAddress.TryRead(_reader, NotesName.Common(member), out var address)) return (null, "is the name of no entry that was read; remove it from the group");
        if (taken.TryGetValue(address.Key, out var holder)) return (holder.Address, "");
        if (names.ByAddress(address.Key) is { } known && addressOf(known) is { } declared) return (declared, "");
        if (domains.Contains(address.Domain)) return (null, "is an address of no entry; remove it from the group, or declare it");
        return (address.Key, "");
    }

    private static string Undeclared(SourceEntry entry) => entry.Kind is null
        ? "is a group that takes no mail; put its members into the group instead"
        : "is not declared, as told of that entry; remove it from the group";
}
