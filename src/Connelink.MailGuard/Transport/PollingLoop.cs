using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>A thread that waits for what happens to sockets and goes on, itself, with whoever waited for it.</summary>
/// <remarks>
/// The runtime's own engine tries every receive before it waits, and keeps queues for many readers; here a receive that is known to find nothing is
/// not tried, what is tried is handed to the kernel together with what other sockets try (<see cref="IoUringPoller"/>), and what belongs to a socket is
/// two small objects (docs/performance.md has the figures). There is one loop a processor, for the whole
/// process. What runs here must not block: it holds up all sockets of the loop.
/// </remarks>
internal sealed class PollingLoop
{
    /// <summary>Connections of a loop that may go elsewhere in a tenth of a second: what that does is to be seen before more go.</summary>
    private const int MostMoves = 4;

    private static readonly Lazy<PollingLoop[]> All = new(() => [.. Enumerable.Range(0, Environment.ProcessorCount).Select(i => new PollingLoop(i))]);

    private static uint _turn;

    [ThreadStatic]
    private static PollingLoop? _current;

    private readonly Poller _poller = Poller.Create();
    private readonly Lock _lock = new();
    private readonly Stack<int> _free = [];
    private readonly Queue<SocketOperation> _again = [];
    private readonly LoopLoad _load = new();
    private readonly int _number;
    private Place[] _places = new Place[64];
    private int _moves;
    private int _used;
    private long _busySince;
    private long _worst;

    private PollingLoop(int number)
    {
        _number = number;
        new Thread(Run) { IsBackground = true, Name = $"mailguard-poll-{number}" }.Start();
    }

    /// <summary>Starts the loops, if it has not been done: where they cannot be, the program says so at its start, not each socket after it.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">No descriptor or no memory is left.</exception>
    public static void Start() => _ = All.Value;

    /// <summary>How the loops hear of their sockets, for the log.</summary>
    public static string Polling => string.Join(", ", All.Value.Select(loop => loop._poller.Name).Distinct());

    /// <summary>Each loop in its turn.</summary>
    public static PollingLoop InTurn() => All.Value[Interlocked.Increment(ref _turn) % (uint)All.Value.Length];

    /// <summary>Where a new socket belongs.</summary>
    public static PollingLoop Next()
    {
        Span<double> shares = stackalloc double[All.Value.Length];
        return All.Value[LoopChoice.First(Shares(shares))];
    }

    /// <summary>Where a connection of this thread's loop is better off, asked now and then; else null.</summary>
    public static PollingLoop? Better()
    {
        if (_current is not { _moves: > 0 } here) return null;
        here._moves--;
        Span<double> shares = stackalloc double[All.Value.Length];
        var better = LoopChoice.Better(Shares(shares), here._number);
        return better == here._number ? null : All.Value[better];
    }

    /// <summary>The longest time that an event may have waited since the last call, over all loops.</summary>
    public static TimeSpan TakeWorst() => All.IsValueCreated ? Stopwatch.GetElapsedTime(0, All.Value.Max(loop => loop.TakeOwnWorst())) : TimeSpan.Zero;

    /// <summary>The loop whose thread this is; null: none's.</summary>
    public static PollingLoop? Current => _current;

    /// <summary>Lets other sockets go first. For the loop's own thread.</summary>
    public void Postpone(SocketOperation operation) => _again.Enqueue(operation);

    /// <summary>From now on the socket is told its events. Returns its key, for <see cref="Forget"/>.</summary>
    public ulong Watch(IPollable socket, SafeHandle handle)
    {
        ulong key;
        lock (_lock)
        {
            if (!_free.TryPop(out var place)) place = _used++;
            if (place == _places.Length)
            {
                var larger = new Place[2 * _places.Length];
                _places.CopyTo(larger, 0);
                Volatile.Write(ref _places, larger);
            }
            ref var at = ref _places[place];
            key = ((ulong)++at.Generation << 32) | (uint)place;
            at.Socket = socket;
            at.Handle = handle;
        }
        try
        {
            _poller.Watch(handle, key);
        }
        catch
        {
            TryLeave(key);
            throw;
        }
        return key;
    }

    /// <summary>Lets an open socket go to another loop.</summary>
    public void Release(ulong key, SafeHandle handle)
    {
        if (TryLeave(key)) _poller.Release(handle, key);
    }

    /// <summary>The socket is about to be closed: events of it that are under way are told to nobody.</summary>
    public void Forget(ulong key)
    {
        if (TryLeave(key)) _poller.Forget(key);
    }

    /// <summary>Leaves the try of an operation to this thread's loop, which makes many together. False: it is to be tried at once.</summary>
    public static bool TryLater(SocketOperation operation) => _current is { } loop && loop._poller.TryLater(operation);

    private bool TryLeave(ulong key)
    {
        lock (_lock)
        {
            ref var at = ref _places[(int)(uint)key];
            if (at.Generation != (uint)(key >> 32)) return false;
            at.Generation++;
            at.Socket = null;
            at.Handle = null;
            _free.Push((int)(uint)key);
            return true;
        }
    }

    private void Run()
    {
        _current = this;
        _poller.Begin();
        while (true) Turn();
    }

    /// <summary>A method of its own: a loop that never returns would keep the code that it was first compiled to.</summary>
    private void Turn()
    {
        var count = _poller.Wait(onlyLook: _again.Count > 0);
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _busySince, now);
        if (_load.Measure(now)) _moves = MostMoves;
        for (var i = 0; i < count; i++)
        {
            var (events, key) = _poller.At(i);
            At(key)?.Tell(events);
            if ((events & SocketEvents.Unwatched) != 0) WatchAgain(key);
        }
        _poller.FinishTries();
        for (var i = _again.Count; i > 0; i--) _again.Dequeue().Signal();
        Rested();
    }

    /// <summary>Null: it was closed after the event, and its place may have another by now.</summary>
    private IPollable? At(ulong key)
    {
        ref var at = ref Volatile.Read(ref _places)[(int)(uint)key];
        var socket = Volatile.Read(ref at.Socket);
        return Volatile.Read(ref at.Generation) == (uint)(key >> 32) ? socket : null;
    }

    private void WatchAgain(ulong key)
    {
        lock (_lock)
        {
            ref var at = ref _places[(int)(uint)key];
            if (at.Generation == (uint)(key >> 32) && at.Handle is { IsClosed: false } handle) _poller.Watch(handle, key);
        }
    }

    /// <summary>Of its processor; 1 while it is held up.</summary>
    private double Share => Volatile.Read(ref _busySince) is > 0 and var since && Stopwatch.GetElapsedTime(since) > LoopLoad.Period ? 1 : _load.Share;

    private static ReadOnlySpan<double> Shares(Span<double> shares)
    {
        var loops = All.Value;
        for (var i = 0; i < loops.Length; i++) shares[i] = loops[i].Share;
        return shares;
    }

    private void Rested()
    {
        var busy = Stopwatch.GetTimestamp() - _busySince;
        Volatile.Write(ref _busySince, 0);
        if (busy > Volatile.Read(ref _worst)) Volatile.Write(ref _worst, busy);
    }

    private long TakeOwnWorst()
    {
        var since = Volatile.Read(ref _busySince);
        var still = since == 0 ? 0 : Stopwatch.GetTimestamp() - since;
        return Math.Max(still, Interlocked.Exchange(ref _worst, 0));
    }

    private struct Place
    {
        public IPollable? Socket;
        public SafeHandle? Handle;
        public uint Generation;
    }
}
