using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Relay;

/// <summary>The connections to one next hop: rented for a transaction, checked at rent, shared fairly. Safe for all threads.</summary>
/// <remarks>
/// A rent is given at once while connections are idle or may be opened. Then the longest-idle transaction that has not sent DATA gives its
/// connection up; else the renter waits its turn (<see cref="RentQueue"/>). Rent and return happen for each message: one lock each, no allocation.
/// </remarks>
public sealed partial class NextHopPool : IAsyncDisposable
{
    /// <summary>Idle connections that a rent looks at for one of its own polling loop: under the lock a thousand would take longer than what it saves.</summary>
    private const int LookedAt = 16;

    private readonly Lock _lock = new();
    private readonly List<NextHopConnection> _idle = [];
    private readonly List<NextHopConnection> _inUse = [];
    private readonly NextHopDialler _dialler;
    private readonly ILogger _log;
    private int _open;
    private int _turn;

    public NextHopPool(string name, NextHopOptions options, string helloName, Deadlines deadlines, WorkerLane lane, ILogger log)
    {
        Name = name;
        Options = options;
        Hosts = [.. options.Hosts.Select(host => new NextHopHost(name, host))];
        _dialler = new NextHopDialler(options, helloName, deadlines, lane);
        _log = log;
        _lookRound = new Timer(_ => LookRound(), null, Timeout.Infinite, Timeout.Infinite);
    }

    public string Name { get; }

    public NextHopOptions Options { get; }

    public IReadOnlyList<NextHopHost> Hosts { get; }

    /// <summary>Renters that wait for a connection.</summary>
    public int Waiting => _waitingCount;

    /// <summary>Nobody waits, and whoever comes next will not have to, as far as can be told without the lock.</summary>
    public bool HasRoom => _waitingCount == 0 && (_idle.Count > 0 || Open < Options.MaxConnections);

    /// <summary>Connections open or being opened, rented out or idle.</summary>
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
    public ValueTask<(NextHopConnection? Connection, Reply? Failure)> RentAsync(RelayTransaction holder, SmtpExtensions needed, bool fresh)
    {
        var mayOpen = TryTake(holder, needed, fresh, out var taken);
        return taken is not null ? new((taken, null)) : DialOrWaitAsync(holder, needed, mayOpen);
    }

    /// <summary>Gives a connection back; one that is not fit for another transaction is closed.</summary>
    /// <param name="reusable">False: it broke, or was reset.</param>
    public void Return(NextHopConnection connection, bool reusable)
    {
        // What it says unasked would be read as the answer to the next transaction's commands.
        var isBroken = !reusable || !connection.Smtp.Buffered.IsEmpty;
        var stays = !isBroken && !IsWornOut(connection);
        connection.LastUsed = Deadlines.Now;
        lock (_lock)
        {
            Unhold(connection);
            if (stays) _idle.Add(connection);
        }
        if (isBroken) Close(connection);
        else if (!stays) _ = RetireAsync(connection);
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
        }
        foreach (var connection in dropped) Close(connection);
    }

    /// <summary>Idle connections take their leave; those in use belong to sessions, which have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopProbesAsync();
        await _lookRound.DisposeAsync();
        NextHopConnection[] idle;
        lock (_lock)
        {
            idle = [.. _idle];
            _idle.Clear();
        }
        await Task.WhenAll(idle.Select(RetireAsync));
    }

    /// <summary>An idle connection, or else true: leave to open one. Neither when others wait or the pool is full.</summary>
    private bool TryTake(RelayTransaction holder, SmtpExtensions needed, bool fresh, out NextHopConnection? taken)
    {
        while (true)
        {
            lock (_lock)
            {
                taken = null;
                if (_queue.Count > 0) return false; // nobody overtakes those who wait
                taken = fresh ? null : TakeIdle(needed);
                if (taken is null) return TakePermit(holder);
                Hold(taken, holder);
            }
            // A system call, so not under the lock: two polling loops would wait for each other here.
            if (IsAlive(taken)) return false;
            lock (_lock) Unhold(taken);
            Close(taken);
        }
    }

    /// <summary>The one used last, of this polling loop where it has one among the last few: the others may grow old and be closed.</summary>
    private NextHopConnection? TakeIdle(SmtpExtensions needed)
    {
        var found = -1;
        var last = _idle.Count - 1;
        for (var i = last; i >= 0 && (found < 0 || last - i < LookedAt); i--)
        {
            if (!_idle[i].Has(needed)) continue;
            if (found < 0) found = i;
            if (!_idle[i].Smtp.IsHere) continue;
            found = i;
            break;
        }
        if (found < 0) return null;
        var taken = _idle[found];
        _idle.RemoveAt(found);
        return taken;
    }

    private void Hold(NextHopConnection connection, RelayTransaction holder)
    {
        _queue.Hold(holder.Client, 1);
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
        _queue.Hold(connection.Holder!.Client, -1);
        connection.Holder = null;
        var last = _inUse[^1];
        _inUse[connection.PlaceInUse] = last;
        last.PlaceInUse = connection.PlaceInUse;
        _inUse.RemoveAt(_inUse.Count - 1);
    }
}
