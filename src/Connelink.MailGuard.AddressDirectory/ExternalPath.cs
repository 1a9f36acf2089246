namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Why a group is internal-only: the shortest way from it to a member outside its tenant.</summary>
public static class ExternalPath
{
    /// <summary>Keys from the group to the member; empty when nobody outside is in it, or it is no group.</summary>
    /// <remarks>Inside is what <see cref="EntryGraph.MarkExternalGroups"/> takes for it: an administrator's redirect in the tenant, wherever it leads.</remarks>
    public static IReadOnlyList<byte[]> Of(DirectorySnapshot snapshot, ReadOnlySpan<byte> group)
    {
        if (!snapshot.TryGetEntry(group, out var start) || !start.Declared.HasExternalMembers) return [];
        var from = new Dictionary<int, int> { [start.Ordinal] = -1 };
        var rest = new Queue<DirectoryEntry>([start]);
        while (rest.TryDequeue(out var holder))
        {
            for (var i = 0; i < holder.Members.Count; i++)
            {
                var member = holder.Members[i];
                if (!snapshot.TryGetTenant(DirectorySnapshot.DomainOf(member), out var owner) || owner.Id != start.Declared.TenantId) return Steps(snapshot, from, holder.Ordinal, member);
                if (snapshot.TryGetEntry(member, out var inner) && inner.Declared.Kind == Policy.EntryKind.Group && from.TryAdd(inner.Ordinal, holder.Ordinal)) rest.Enqueue(inner);
            }
        }
        return [];
    }

    private static List<byte[]> Steps(DirectorySnapshot snapshot, Dictionary<int, int> from, int holder, ReadOnlySpan<byte> member)
    {
        var steps = new List<byte[]> { member.ToArray() };
        for (var entry = holder; entry >= 0; entry = from[entry]) steps.Add(snapshot.KeyAt(snapshot.AddressOf(entry)).ToArray());
        steps.Reverse();
        return steps;
    }
}
