using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>What follows from entries pointing at entries: redirects that lead back to themselves, groups that reach outside.</summary>
internal sealed class EntryGraph(KeyTable keys, EntryLists lists, List<uint> addresses)
{
    /// <summary>Tells each loop of redirects once. Without recursion: a chain may be as long as the directory.</summary>
    public void FindLoops(Action<int, string> tell)
    {
        var done = new HashSet<int>();
        var onPath = new HashSet<int>();
        var path = new Stack<(int Entry, int Next)>();
        foreach (var start in lists.Entries(ListRole.Targets))
        {
            if (!done.Contains(start)) Enter(start);
            while (path.TryPop(out var step))
            {
                var targets = lists.Of(step.Entry, ListRole.Targets);
                if (step.Next == targets.Length)
                {
                    onPath.Remove(step.Entry);
                    done.Add(step.Entry);
                    continue;
                }
                path.Push((step.Entry, step.Next + 1));
                var target = keys.At(targets[step.Next]);
                if (!target.Has(AddressFlags.Declared) || target.Kind != EntryKind.Redirect || done.Contains(target.Entry)) continue;
                if (!onPath.Contains(target.Entry)) Enter(target.Entry);
                else tell(target.Entry, Loop(path, target.Entry));
            }
        }

        void Enter(int entry)
        {
            path.Push((entry, 0));
            onPath.Add(entry);
        }
    }

    /// <summary>Marks groups with a member outside their tenant's domains, directly or through groups.</summary>
    /// <remarks>
    /// An administrator's redirect inside the tenant is inside, wherever it leads. From members up to the groups that hold them, so
    /// that cycles of groups end by themselves.
    /// </remarks>
    public void MarkExternalGroups(DirectorySnapshot snapshot)
    {
        var holders = new Dictionary<int, List<int>>();
        var external = new Queue<int>();
        var marked = new HashSet<int>();
        foreach (var group in lists.Entries(ListRole.Members))
        {
            var tenant = keys.At(addresses[group]).Tenant;
            foreach (var member in lists.Of(group, ListRole.Members))
            {
                if (!snapshot.TryGetTenant(DirectorySnapshot.DomainOf(keys.KeyAt(member)), out var owner) || owner.Id != tenant)
                {
                    if (marked.Add(group)) external.Enqueue(group);
                }
                else if (snapshot.TryGetEntry(keys.KeyAt(member), out var inner) && inner.Declared.Kind == EntryKind.Group)
                {
                    (holders.TryGetValue(inner.Ordinal, out var list) ? list : holders[inner.Ordinal] = []).Add(group);
                }
            }
        }
        while (external.TryDequeue(out var group))
        {
            foreach (var holder in holders.GetValueOrDefault(group) ?? [])
            {
                if (marked.Add(holder)) external.Enqueue(holder);
            }
        }
        MarkAddresses(marked);
    }

    /// <summary>The address and the aliases alike: an alias must not be the way round the rule.</summary>
    private void MarkAddresses(HashSet<int> groups)
    {
        if (groups.Count == 0) return;
        foreach (var reference in keys.References())
        {
            ref var record = ref keys.At(reference);
            if (record.Has(AddressFlags.Declared) && groups.Contains(record.Entry)) record.Set(AddressFlags.HasExternalMembers);
        }
    }

    private string Loop(Stack<(int Entry, int Next)> path, int start)
    {
        var steps = path.Select(step => step.Entry).TakeWhile(entry => entry != start).Append(start).Reverse().Append(start).ToList();
        var shown = steps.Count > 10 ? steps[..10] : steps;
        var names = string.Join(" -> ", shown.Select(entry => Encoding.UTF8.GetString(keys.KeyAt(addresses[entry]))));
        return $"redirect loop {names}{(shown == steps ? "" : " -> ...")}; let one of them end at a mailbox";
    }
}
