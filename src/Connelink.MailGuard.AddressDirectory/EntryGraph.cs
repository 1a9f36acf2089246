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
        var marked = new HashSet<int>();
        foreach (var group in lists.Entries(ListRole.Members))
        {
            var tenant = keys.At(addresses[group]).Tenant;
            foreach (var member in lists.Of(group, ListRole.Members))
            {
                if (!snapshot.TryGetTenant(DirectorySnapshot.DomainOf(keys.KeyAt(member)), out var owner) || owner.Id != tenant)
                {
                    marked.Add(group);
                }
                else if (snapshot.TryGetEntry(keys.KeyAt(member), out var inner) && inner.Declared.Kind == EntryKind.Group)
                {
                    Hold(holders, inner.Ordinal, group);
                }
            }
        }
        Spread(marked, holders);
        foreach (var reference in AddressesOf(marked)) keys.At(reference).Set(AddressFlags.HasExternalMembers);
    }

    /// <summary>Gives the essential plan to redirects that lead to a person who has it, directly or through redirects.</summary>
    public void MarkEssentialRedirects(DirectorySnapshot snapshot)
    {
        var sources = new Dictionary<int, List<int>>();
        var marked = new HashSet<int>();
        foreach (var redirect in lists.Entries(ListRole.Targets))
        {
            foreach (var target in lists.Of(redirect, ListRole.Targets))
            {
                if (!snapshot.TryGetEntry(keys.KeyAt(target), out var entry)) continue;
                if (entry.Declared.Plan == Plan.Essential) marked.Add(redirect);
                else if (entry.Declared.Kind == EntryKind.Redirect) Hold(sources, entry.Ordinal, redirect);
            }
        }
        Spread(marked, sources);
        foreach (var reference in AddressesOf(marked)) keys.At(reference).Plan = Plan.Essential;
    }

    private static void Hold(Dictionary<int, List<int>> holders, int inner, int holder) =>
        (holders.TryGetValue(inner, out var list) ? list : holders[inner] = []).Add(holder);

    /// <summary>What is true of an entry is true of those that hold it.</summary>
    private static void Spread(HashSet<int> marked, Dictionary<int, List<int>> holders)
    {
        var next = new Queue<int>(marked);
        while (next.TryDequeue(out var entry))
        {
            foreach (var holder in holders.GetValueOrDefault(entry) ?? [])
            {
                if (marked.Add(holder)) next.Enqueue(holder);
            }
        }
    }

    /// <summary>The address and the aliases alike: an alias must not be the way round a rule.</summary>
    private IEnumerable<uint> AddressesOf(HashSet<int> entries)
    {
        if (entries.Count == 0) yield break;
        foreach (var reference in keys.References())
        {
            if (keys.At(reference).Has(AddressFlags.Declared) && entries.Contains(keys.At(reference).Entry)) yield return reference;
        }
    }

    private string Loop(Stack<(int Entry, int Next)> path, int start)
    {
        var steps = path.Select(step => step.Entry).TakeWhile(entry => entry != start).Append(start).Reverse().Append(start).ToList();
        return Refusals.Loop([.. steps.Take(11).Select(entry => EntryPlace.Of(keys.KeyAt(addresses[entry])))]);
    }
}
