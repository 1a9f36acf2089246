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
            var path = new List<string>();
            var next = new Stack<(string Group, int Depth)>([(start.Address, 0)]);
            while (next.TryPop(out var step))
            {
                path.RemoveRange(step.Depth, path.Count - step.Depth);
                var seen = path.IndexOf(step.Group);
                if (seen >= 0) yield return Loop(groups[step.Group], path[seen..]);
                if (seen >= 0 || !done.Add(step.Group)) continue;
                path.Add(step.Group);
                foreach (var member in groups[step.Group].Members.Where(groups.ContainsKey)) next.Push((member, step.Depth + 1));
            }
        }
    }

    private static SyncFinding Loop(SyncedEntry group, List<string> loop)
    {
        var shown = string.Join(" -> ", loop.Take(10).Append(loop.Count > 10 ? "..." : group.Address));
        return new(FindingKind.GroupLoop, group.Dn, group.Address, $"holds itself: {shown}; take one of them out");
    }
}
