using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>When nothing is idle: open a connection, take one from a transaction that rests, or wait for one that comes free.</summary>
public sealed partial class NextHopPool
{
    /// <summary>A transaction that has just answered its client is not robbed: the next command is probably on its way. So often is looked, too.</summary>
    private const int MinIdleToReclaim = 50;

    private readonly RentQueue _queue = new();
    private readonly Timer _lookRound;
    private volatile int _waitingCount;

    private async ValueTask<(NextHopConnection?, Reply?)> DialOrWaitAsync(RelayTransaction holder, SmtpExtensions needed, bool mayOpen)
    {
        var until = Deadlines.Now + (long)Options.RentTimeout.TotalMilliseconds;
        for (var wasTurnedAway = false; ; wasTurnedAway = true)
        {
            if (!mayOpen)
            {
                var turn = await WaitAsync(new RentWaiter(holder, until), isFirst: wasTurnedAway);
                if (turn.IsOver) return (null, Replies.NextHopBusy);
                if (turn.Connection is { } served)
                {
                    if (served.Has(needed) && IsAlive(served)) return (served, null);
                    DropKeepingPermit(served);
                }
            }
            var (connection, failure) = await DialAsync(holder, needed);
            if (connection is not null || failure is not null) return (connection, failure);

            // The next hop takes no more than those that we have: as if the pool were full.
            mayOpen = false;
        }
    }

    private Task<RentTurn> WaitAsync(RentWaiter waiter, bool isFirst)
    {
        lock (_lock)
        {
            _queue.Add(waiter, isFirst);
            if (_queue.Count == 1) _lookRound.Change(MinIdleToReclaim, MinIdleToReclaim);
            _waitingCount = _queue.Count;
        }
        ServeWaiting();
        return waiter.Turn;
    }

    /// <summary>One timer for all who wait: somebody may have rested long enough to be robbed by now, or may have waited too long.</summary>
    private void LookRound()
    {
        List<RentWaiter> overdue = [];
        lock (_lock)
        {
            _queue.TakeOverdue(Deadlines.Now, overdue);
            _waitingCount = _queue.Count;
            if (_queue.Count == 0) _lookRound.Change(Timeout.Infinite, Timeout.Infinite);
        }
        foreach (var waiter in overdue) waiter.GiveUp();
        ServeWaiting();
    }

    /// <summary>Serves those who wait, in their turn, from what is idle, may be opened, or can be reclaimed.</summary>
    private void ServeWaiting()
    {
        while (true)
        {
            RentWaiter? waiter;
            NextHopConnection? connection;
            lock (_lock)
            {
                waiter = _queue.Next(Math.Max(1, Capacity / 2));
                if (waiter is null) return;
                connection = TakeIdle(SmtpExtensions.None);
                if (connection is not null || !TakePermit(waiter.Holder))
                {
                    connection ??= Reclaim();
                    if (connection is null) return;
                    Hold(connection, waiter.Holder);
                }
                _queue.Remove(waiter);
                _waitingCount = _queue.Count;
            }
            waiter.Serve(connection);
        }
    }

    /// <summary>Takes the connection of the transaction that has rested longest.</summary>
    private NextHopConnection? Reclaim()
    {
        NextHopConnection? longest = null;
        var since = Deadlines.Now - MinIdleToReclaim;
        foreach (var connection in _inUse)
        {
            if (connection.Holder is { } holder && holder.RestingSince is var at && at <= since)
            {
                (longest, since) = (connection, at);
            }
        }
        if (longest?.Holder is not { } loser || !loser.TryReclaim()) return null;

        Unhold(longest);
        longest.LastUsed = since;
        longest.NeedsReset = true;
        return longest;
    }

    /// <summary>Leave to open a connection, which the holder has until it holds one or gives up.</summary>
    private bool TakePermit(RelayTransaction holder)
    {
        var now = Deadlines.Now;
        if (!MayOpen(now))
        {
            if (_idle.Count == 0) return false;
            CloseOldestIdle();
            if (!MayOpen(now)) return false;
        }
        _open++;
        _queue.Hold(holder.Client, 1);
        return true;
    }

    /// <summary>A host that takes no more is worth waiting for; where none is there, who asks hears at once that all are down.</summary>
    private bool MayOpen(long now)
    {
        if (_open >= Options.MaxConnections) return false;

        var isOneFull = false;
        foreach (var host in Hosts)
        {
            if (!host.Places.HasRoom(now)) isOneFull = true;
            else if (!host.HasJustFailed) return true;
        }
        return !isOneFull;
    }

    /// <summary>Connections that may be open at a time.</summary>
    private int Capacity => (int)Math.Min(Options.MaxConnections, Hosts.Sum(host => (long)host.Places.Bound));

    private void CloseOldestIdle()
    {
        var oldest = _idle[0];
        _idle.RemoveAt(0);
        oldest.Dispose();
        Closed(oldest.Host);
    }

    /// <summary>Opens a connection with the permit that the holder has: the least used host first, those that are down last. Neither: all are full.</summary>
    private async ValueTask<(NextHopConnection?, Reply?)> DialAsync(RelayTransaction holder, SmtpExtensions needed)
    {
        var isOneFull = false;
        foreach (var host in InOrder())
        {
            if (host.HasJustFailed) continue;
            var (connection, isFull) = await OpenAsync(host, holder, needed);
            if (connection is not null) return (connection, null);
            isOneFull |= isFull;
        }
        GiveUpPermit(holder);
        if (isOneFull) return (null, null);
        return (null, Hosts.Any(host => host.RefusesUs) ? Replies.NextHopMisconfigured : Replies.NextHopUnavailable);
    }

    /// <summary>A connection that has what is needed, now the holder's, or whether the host is full.</summary>
    private async ValueTask<(NextHopConnection? Connection, bool IsFull)> OpenAsync(NextHopHost host, RelayTransaction holder, SmtpExtensions needed)
    {
        var (connection, isFull) = await OpenAsync(host, evenIfFull: false);
        if (connection is null) return (null, isFull);
        if (!connection.Has(needed))
        {
            _ = DismissAsync(connection);
            return (null, false);
        }
        lock (_lock) Use(connection, holder);
        return (connection, false);
    }

    private IEnumerable<NextHopHost> InOrder()
    {
        if (Hosts.Count == 1) return Hosts;

        var turn = Interlocked.Increment(ref _turn) & int.MaxValue;
        lock (_lock)
        {
            return [.. Hosts.Select((host, i) => (host, i)).OrderBy(h => !h.host.IsUp).ThenBy(h => h.host.Places.Connections)
                .ThenBy(h => (h.i + turn) % Hosts.Count).Select(h => h.host)];
        }
    }

    /// <summary>The holder keeps its place in the pool while the connection that came with it goes.</summary>
    private void DropKeepingPermit(NextHopConnection connection)
    {
        lock (_lock)
        {
            var client = connection.Holder!.Client;
            Unhold(connection);
            connection.Host.Places.Leave();
            _queue.Hold(client, 1);
        }
        connection.Dispose();
    }

    private void GiveUpPermit(RelayTransaction holder)
    {
        lock (_lock)
        {
            _open--;
            _queue.Hold(holder.Client, -1);
        }
        if (_waitingCount > 0) ServeWaiting();
    }
}
