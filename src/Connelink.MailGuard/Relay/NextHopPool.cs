using System.Net;
using System.Runtime.CompilerServices;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Relay;

/// <summary>The connections to one next hop: rented for a transaction, checked at rent, shared fairly. Safe for all threads.</summary>
/// <remarks>
/// A rent is given at once while connections are idle or may be opened. Then the longest-idle transaction that has not sent DATA gives its
/// connection up; else the renter waits its turn, and while clients of other addresses wait, one address holds half the pool at most.
/// </remarks>
public sealed partial class NextHopPool : IAsyncDisposable
{
    /// <summary>A transaction that has just answered its client is not robbed: the next command is probably on its way.</summary>
    private const long MinIdleToReclaim = 50;

    /// <summary>Milliseconds since the last reply.</summary>
    private const long JustUsed = 20;

    private readonly Lock _lock = new();
    private readonly List<NextHopConnection> _idle = [];
    private readonly List<NextHopConnection> _inUse = [];
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly Dictionary<IPAddress, int> _held = [];
    private readonly NextHopDialler _dialler;
    private readonly ILogger _log;
    private int _open;
    private int _turn;
    private volatile int _waitingCount;

    public NextHopPool(string name, NextHopOptions options, string helloName, Deadlines deadlines, WorkerLane lane, ILogger log)
    {
        Name = name;
        Options = options;
        Hosts = [.. options.Hosts.Select(host => new NextHopHost(name, host))];
        _dialler = new NextHopDialler(options, helloName, deadlines, lane);
        _log = log;
    }

    public string Name { get; }

    public NextHopOptions Options { get; }

    public IReadOnlyList<NextHopHost> Hosts { get; }

    /// <summary>Renters that wait for a connection.</summary>
    public int Waiting => _waitingCount;

    /// <summary>Connections open, rented out or idle.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>What every host seen so far can do; nothing while none has been seen.</summary>
    public SmtpExtensions Offer
    {
        get
        {
            var offer = (SmtpExtensions)~0;
            foreach (var host in Hosts) offer &= host.IsKnown ? host.Extensions : (SmtpExtensions)~0;
            return offer == (SmtpExtensions)~0 ? SmtpExtensions.None : offer;
        }
    }

    /// <summary>The smallest SIZE limit of the hosts seen; 0: none told.</summary>
    public long Size
    {
        get
        {
            var size = 0L;
            foreach (var host in Hosts)
            {
                if (host.Size > 0 && (size == 0 || host.Size < size)) size = host.Size;
            }
            return size;
        }
    }

    /// <summary>A connection for the transaction, or null and the reply that says why not.</summary>
    /// <param name="needed">Extensions that the transaction uses.</param>
    /// <param name="fresh">Not one that lay idle: the last of them was dead.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(NextHopConnection? Connection, Reply? Failure)> RentAsync(RelayTransaction holder, SmtpExtensions needed, bool fresh)
    {
        switch (TryTake(holder, needed, fresh, out var connection))
        {
            case Grant.Connection:
                return (connection, null);
            case Grant.Permit:
                return await DialAsync(holder, needed);
        }
        var waiter = new Waiter(holder);
        lock (_lock)
        {
            waiter.Place = _waiting.AddLast(waiter);
            _waitingCount++;
        }
        ServeWaiting();
        if (!await waiter.WaitAsync(Options.RentTimeout, this)) return (null, Replies.NextHopBusy);
        connection = waiter.Connection;
        if (connection is not null && connection.Has(needed) && IsAlive(connection)) return (connection, null);
        if (connection is not null) DropKeepingPermit(connection);
        return await DialAsync(holder, needed);
    }

    /// <summary>Gives a connection back; one that is not fit for another transaction is closed.</summary>
    public void Return(NextHopConnection connection, bool reusable)
    {
        // What it says unasked would be read as the answer to the next transaction's commands.
        var retired = !reusable || IsWornOut(connection) || !connection.Smtp.Buffered.IsEmpty;
        connection.LastUsed = Deadlines.Now;
        lock (_lock)
        {
            Unhold(connection);
            if (retired) Closed(connection.Host);
            else _idle.Add(connection);
        }
        if (retired) connection.Dispose();
        if (_waitingCount > 0) ServeWaiting();
    }

    /// <summary>A transaction rests while others wait: they may have its connection.</summary>
    internal void Resting()
    {
        if (_waitingCount > 0) ServeWaiting();
    }

    /// <summary>A connection broke: what lies idle to the same host is probably dead as well.</summary>
    internal void Suspect(NextHopHost host)
    {
        List<NextHopConnection> dropped;
        lock (_lock)
        {
            dropped = _idle.FindAll(connection => connection.Host == host);
            _idle.RemoveAll(connection => connection.Host == host);
            foreach (var connection in dropped) Closed(connection.Host);
        }
        foreach (var connection in dropped) connection.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            foreach (var connection in _idle) connection.Dispose();
            _idle.Clear();
        }
        return StopProbesAsync();
    }

    private enum Grant : byte
    {
        /// <summary>An open connection.</summary>
        Connection,

        /// <summary>Leave to open one.</summary>
        Permit,
        None,
    }

    private Grant TryTake(RelayTransaction holder, SmtpExtensions needed, bool fresh, out NextHopConnection? taken)
    {
        while (true)
        {
            lock (_lock)
            {
                // Nobody overtakes those who wait, but a connection that they may not have is free for others.
                taken = null;
                if (_waiting.Count > 0 && !MayOvertake(holder)) return Grant.None;
                taken = fresh ? null : TakeIdle(needed);
                if (taken is null) return TakePermit(holder) ? Grant.Permit : Grant.None;
                Hold(taken, holder);
            }
            // A system call, so not under the lock: two polling loops would wait for each other here.
            if (IsAlive(taken)) return Grant.Connection;
            Close(taken);
        }
    }

    /// <summary>The one used last: the others may grow old and be closed.</summary>
    private NextHopConnection? TakeIdle(SmtpExtensions needed)
    {
        for (var i = _idle.Count - 1; i >= 0; i--)
        {
            var candidate = _idle[i];
            if (!candidate.Has(needed)) continue;
            _idle.RemoveAt(i);
            return candidate;
        }
        return null;
    }

    private bool TakePermit(RelayTransaction holder)
    {
        if (_open >= Options.MaxConnections && _idle.Count > 0) CloseOldestIdle();
        if (_open >= Options.MaxConnections) return false;
        _open++;
        Count(holder.Client, 1);
        return true;
    }

    private void Close(NextHopConnection connection)
    {
        lock (_lock)
        {
            Unhold(connection);
            Closed(connection.Host);
        }
        connection.Dispose();
    }

    private bool MayOvertake(RelayTransaction holder)
    {
        foreach (var waiter in _waiting)
        {
            if (!IsOverHalf(waiter.Holder.Client)) return false;
        }
        return !IsOverHalf(holder.Client) && (_idle.Count > 0 || _open < Options.MaxConnections);
    }

    /// <summary>Opens a connection with the permit that the holder has: the least used host first, those that are down last.</summary>
    private async ValueTask<(NextHopConnection?, Reply?)> DialAsync(RelayTransaction holder, SmtpExtensions needed)
    {
        foreach (var host in InOrder())
        {
            if (host.HasJustFailed) continue;
            var wasUp = host.IsUp;
            var connection = await _dialler.OpenAsync(host);
            Report(host, wasUp);
            if (connection is null) continue;
            if (!connection.Has(needed))
            {
                connection.Dispose();
                continue;
            }
            lock (_lock)
            {
                host.Connections++;
                Use(connection, holder);
            }
            return (connection, null);
        }
        GiveUpPermit(holder);
        return (null, Hosts.Any(host => host.RefusesUs) ? Replies.NextHopMisconfigured : Replies.NextHopUnavailable);
    }

    private IEnumerable<NextHopHost> InOrder()
    {
        if (Hosts.Count == 1) return Hosts;

        var turn = Interlocked.Increment(ref _turn) & int.MaxValue;
        lock (_lock)
        {
            return [.. Hosts.Select((host, i) => (host, i)).OrderBy(h => !h.host.IsUp).ThenBy(h => h.host.Connections)
                .ThenBy(h => (h.i + turn) % Hosts.Count).Select(h => h.host)];
        }
    }

    /// <summary>Serves those who wait, longest first, from what is idle, may be opened, or can be reclaimed.</summary>
    private void ServeWaiting()
    {
        while (true)
        {
            Waiter? waiter;
            NextHopConnection? connection;
            lock (_lock)
            {
                waiter = NextInTurn();
                if (waiter is null) return;
                connection = TakeIdle(SmtpExtensions.None);
                var mayOpen = connection is null && TakePermit(waiter.Holder);
                if (!mayOpen)
                {
                    connection ??= Reclaim();
                    if (connection is null) return;
                    Hold(connection, waiter.Holder);
                }
                _waiting.Remove(waiter.Place!);
                waiter.Place = null;
                _waitingCount--;
            }
            waiter.Serve(connection);
        }
    }

    /// <summary>The longest waiting whose client has less than half of the pool; where all have it, the one with the least: nothing lies idle.</summary>
    private Waiter? NextInTurn()
    {
        Waiter? next = null;
        foreach (var waiter in _waiting)
        {
            if (!IsOverHalf(waiter.Holder.Client)) return waiter;
            if (next is null || _held.GetValueOrDefault(waiter.Holder.Client) < _held.GetValueOrDefault(next.Holder.Client)) next = waiter;
        }
        return next;
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
        longest.NeedsReset = true;
        return longest;
    }

    private bool IsOverHalf(IPAddress client) => _held.GetValueOrDefault(client) >= Math.Max(1, Options.MaxConnections / 2);

    private void Hold(NextHopConnection connection, RelayTransaction holder)
    {
        Count(holder.Client, 1);
        Use(connection, holder);
    }

    private void Use(NextHopConnection connection, RelayTransaction holder)
    {
        connection.Holder = holder;
        connection.PlaceInUse = _inUse.Count;
        _inUse.Add(connection);
    }

    private void Unhold(NextHopConnection connection)
    {
        Count(connection.Holder!.Client, -1);
        connection.Holder = null;
        var last = _inUse[^1];
        _inUse[connection.PlaceInUse] = last;
        last.PlaceInUse = connection.PlaceInUse;
        _inUse.RemoveAt(_inUse.Count - 1);
    }

    private void Count(IPAddress client, int change)
    {
        ref var held = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_held, client, out _);
        held += change;
        if (held == 0) _held.Remove(client);
    }

    private void Closed(NextHopHost host)
    {
        _open--;
        host.Connections--;
    }

    private void CloseOldestIdle()
    {
        var oldest = _idle[0];
        _idle.RemoveAt(0);
        Closed(oldest.Host);
        oldest.Dispose();
    }

    /// <summary>The holder keeps its place in the pool while the connection that came with it goes.</summary>
    private void DropKeepingPermit(NextHopConnection connection)
    {
        lock (_lock)
        {
            var client = connection.Holder!.Client;
            Unhold(connection);
            connection.Host.Connections--;
            Count(client, 1);
        }
        connection.Dispose();
    }

    private void GiveUpPermit(RelayTransaction holder)
    {
        lock (_lock)
        {
            _open--;
            Count(holder.Client, -1);
        }
        if (_waitingCount > 0) ServeWaiting();
    }

    /// <summary>Without a round trip: an idle next hop has nothing to say, so what can be read is a 421 or the end.</summary>
    /// <remarks>One that has only just answered is not asked: what it may have said since is found with the next reply, and the transaction replayed.</remarks>
    private bool IsAlive(NextHopConnection connection)
    {
        var idle = Deadlines.Now - connection.LastUsed;
        return idle < (long)Options.IdleTimeout.TotalMilliseconds && !IsWornOut(connection) && (idle <= JustUsed || !connection.Smtp.HasInput());
    }

    private bool IsWornOut(NextHopConnection connection) =>
        connection.Transactions >= Options.MaxTransactions || connection.ErrorReplies >= Options.MaxErrorReplies
        || Deadlines.Now - connection.OpenedAt > (long)Options.MaxAge.TotalMilliseconds;

    private sealed class Waiter(RelayTransaction holder)
    {
        private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RelayTransaction Holder { get; } = holder;

        public LinkedListNode<Waiter>? Place { get; set; }

        /// <summary>Null: leave to open one.</summary>
        public NextHopConnection? Connection { get; private set; }

        public void Serve(NextHopConnection? connection)
        {
            Connection = connection;
            _turn.SetResult();
        }

        /// <summary>False: not in time. Looks now and then whether somebody has rested long enough to be robbed.</summary>
        public async ValueTask<bool> WaitAsync(TimeSpan timeout, NextHopPool pool)
        {
            var until = Deadlines.Now + (long)timeout.TotalMilliseconds;
            while (!_turn.Task.IsCompleted)
            {
                try
                {
                    await _turn.Task.WaitAsync(TimeSpan.FromMilliseconds(MinIdleToReclaim));
                }
                catch (TimeoutException)
                {
                    if (Deadlines.Now >= until && pool.TryLeave(this)) return false;
                    pool.ServeWaiting();
                }
            }
            return true;
        }
    }

    private bool TryLeave(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Place is null) return false;
            _waiting.Remove(waiter.Place);
            waiter.Place = null;
            _waitingCount--;
            return true;
        }
    }
}
