using System.Net;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Relay;

/// <summary>Whose turn it is: what each client address holds of a pool, and who waits. Used under the pool's lock.</summary>
/// <remarks>The longest waiting comes first, but while clients of other addresses wait, one address gets half of the pool at most.</remarks>
internal sealed class RentQueue
{
    private readonly Dictionary<IPAddress, int> _held = [];
    private readonly Dictionary<IPAddress, LinkedList<RentWaiter>> _waiting = [];

    /// <summary>Transactions that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Counts connections, and leave to open one, by client.</summary>
    public void Hold(IPAddress client, int change)
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, client, out _);
        held += change;
        if (held == 0) _held.Remove(client);
    }

    /// <param name="isFirst">It has had its turn and got nothing: it goes before the others of its client.</param>
    public void Add(RentWaiter waiter, bool isFirst)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, waiter.Holder.Client, out _);
        line ??= [];
        if (isFirst) line.AddFirst(waiter);
        else line.AddLast(waiter);
        Count++;
    }

    /// <summary>Who is next; stays in the queue. Where all clients have their half, the one with the least: nothing lies idle.</summary>
    public RentWaiter? Next(int half)
    {
        (RentWaiter? Waiter, int Held) next = default;
        foreach (var (client, line) in _waiting)
        {
            var held = _held.GetValueOrDefault(client);
            if (held < half) held = 0; // all who have less are alike
            var waiter = line.First!.Value;
            if (next.Waiter is null || held < next.Held || (held == next.Held && waiter.Until < next.Waiter.Until)) next = (waiter, held);
        }
        return next.Waiter;
    }

    /// <summary>Takes out the one that <see cref="Next"/> gave.</summary>
    public void Remove(RentWaiter waiter)
    {
        var line = _waiting[waiter.Holder.Client];
        line.Remove(waiter); // the first, so found at once
        if (line.Count == 0) _waiting.Remove(waiter.Holder.Client);
        Count--;
    }

    /// <summary>Takes out those whose time is over.</summary>
    public void TakeOverdue(long now, List<RentWaiter> overdue)
    {
        var before = overdue.Count;
        foreach (var line in _waiting.Values)
        {
            for (var node = line.First; node is not null && node.Value.Until <= now; node = node.Next) overdue.Add(node.Value);
        }
        for (var i = before; i < overdue.Count; i++) Remove(overdue[i]);
    }
}
