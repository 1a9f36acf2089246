using System.Data.Common;
using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Follows redirects from one to the next by look-ups.</summary>
internal sealed class RedirectWalk(StoreDatabase database, DbConnection connection)
{
    /// <summary>The addresses from a redirect back to it; null when it does not lead there.</summary>
    public IReadOnlyList<string>? LoopFrom(EntryDraft start)
    {
        var seen = new HashSet<long> { start.Id };
        var path = new Stack<(EntryDraft Entry, int Next)>([(start, 0)]);
        while (path.TryPop(out var step))
        {
            if (step.Next == step.Entry.Targets.Count) continue;
            path.Push((step.Entry, step.Next + 1));
            if (Redirect(step.Entry.Targets[step.Next]) is not { } target) continue;
            if (target.Id == start.Id) return [.. path.Reverse().Select(entered => EntryPlace.Of(entered.Entry)), EntryPlace.Of(start)];
            if (seen.Add(target.Id)) path.Push((target, 0));
        }
        return null;
    }

    /// <summary>A tenant's own comes before another tenant's external person of the same address.</summary>
    private EntryDraft? Redirect(ReadOnlySpan<byte> key)
    {
        var found = EntrySearch.ByName(database, connection, Encoding.UTF8.GetString(key));
        return found.Count > 0 && found[0].Entry.Kind == EntryKind.Redirect ? found[0].Entry : null;
    }
}
