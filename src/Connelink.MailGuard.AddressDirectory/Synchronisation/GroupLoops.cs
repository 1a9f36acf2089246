using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Finds groups that hold each other. They are taken as they are: who is in them stays clear, but people should know.</summary>
internal static class GroupLoops
{
    /// <summary>One finding for each group through which a way leads back, once a loop. Without recursion: a chain may be long.</summary>
    public static IEnumerable<SyncFinding> Find(IEnumerable<SyncedEntry> entries)
    {
        var groups = entries.Where(entry => entry.Kind == EntryKind.Group).ToDictionary(group => group.Address);
        var done = new HashSet<string>();
        foreach (var start in groups.Values)
        {
            var (path, depths) = (new List<string>(), new Dictionary<string, int>());
            var next = new Stack<(string Group, int Depth)>([(start.Address, 0)]);
            while (next.TryPop(out var step))
            {
                foreach (var left in path[step.Depth..]) depths.Remove(left);
                path.RemoveRange(step.Depth, path.Count - step.Depth);
                if (depths.TryGetValue(step.Group, out var seen)) yield return Loop(groups[step.Group], path[seen..]);
                else if (done.Add(step.Group))
                {
                    depths[step.Group] = path.Count;
                    path.Add(step.Group);
                    foreach (var member in groups[step.Group].Members.Where(groups.ContainsKey)) next.Push((member, step.Depth + 1));
                }
            }
        }
    }

    private static SyncFinding Loop(SyncedEntry group, List<string> loop)
    {
        var shown = string.Join(" -> ", loop.Take(10).Append(loop.Count > 10 ? "..." : group.Address));
        return new(FindingKind.GroupLoop, group.Dn, group.Address, $"holds itself: {shown}; take one of them out");
    }
}
