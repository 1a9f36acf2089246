using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>A polling loop's events by io_uring(7), and its receives and sends handed over together: one system call where epoll takes one for each.</summary>
/// <remarks>
/// A receive or a send never waits in the kernel: it is tried when its socket is known to be ready, and has its result when the call returns. Buffers
/// and descriptors are therefore held for one call only, and a socket may be closed at any time, as with epoll.
/// </remarks>
internal sealed unsafe partial class IoUringPoller : Poller
{
    // Keys of loops have a generation above 0 in their upper half; those of tries are their places.
    private const ulong WakeKey = IoUring.Requests;
    private const ulong IgnoredKey = WakeKey + 1;

    // Not for urgent data: all that becomes readable would be told as urgent too.
    private const uint PolledFor = (uint)(SocketEvents.In | SocketEvents.Out | SocketEvents.ReadHangUp);
    private const uint Repeatedly = 1; // IORING_POLL_ADD_MULTI
    private const byte SkipSuccess = 1 << 6; // IOSQE_CQE_SKIP_SUCCESS

    private readonly IoUring _ring;
    private readonly int _wake = CreateWake();
    private readonly Lock _lock = new();
    private readonly Queue<(int? Watched, ulong Key)> _changes = [];
    private readonly List<(SocketEvents Events, ulong Key)> _events = [];
    private readonly Queue<SocketOperation> _later = [];
    private readonly Try[] _tries = new Try[IoUring.Requests];
    private readonly GatheredOctets* _gathered = (GatheredOctets*)NativeMemory.Alloc(IoUring.Requests, (nuint)sizeof(GatheredOctets));
    private int _tried;
    private int _underWay;
    private int _thread;

    public IoUringPoller(IoUring ring)
    {
        _ring = ring;
        for (var i = 0; i < _tries.Length; i++) (_tries[i].Pin, _tries[i].FollowingPin) = (new([]), new([]));
    }

    public override string Name => "io_uring";

    /// <remarks>
    /// The descriptor is not held until the kernel knows of it: closing a socket waits for who holds it, and that may be this thread. Should it be
    /// another socket's by then, what is told of it reaches nobody, and the next change ends it.
    /// </remarks>
    public override void Watch(SafeHandle socket, ulong key) => Change((int)socket.DangerousGetHandle(), key);

    public override void Release(SafeHandle socket, ulong key) => Forget(key);

    /// <remarks>The kernel closes a socket that it polls only when it polls it no more.</remarks>
    public override void Forget(ulong key) => Change(null, key);

    public override void Begin()
    {
        _thread = Environment.CurrentManagedThreadId;
        _ring.Begin();
        Poll(_wake, WakeKey);
    }

    public override int Wait(bool onlyLook)
    {
        var areAllMade = MakeChanges();
        BeginTries();
        _events.Clear();
        var hasMore = !areAllMade || _later.Count > 0 || _tried > _underWay; // the last: some ended without a call
        _ring.Enter(onlyLook || hasMore ? 0u : 1u);
        TakeResults();
        while (_underWay > 0)
        {
            _ring.Enter(1);
            TakeResults();
        }
        return _events.Count;
    }

    public override (SocketEvents Events, ulong Key) At(int index) => _events[index];

    public override bool TryLater(SocketOperation operation)
    {
        if (operation.IsTriedAtOnce || operation.Octets.Count == 0) return false;
        _later.Enqueue(operation);
        return true;
    }

    public override void FinishTries()
    {
        for (var i = 0; i < _tried; i++)
        {
            var operation = _tries[i].Operation!;
            _tries[i].Operation = null;
            operation.Finish(_tries[i].Result, _tries[i].HasLeft);
        }
        _tried = 0;
    }

    private void Change(int? watched, ulong key)
    {
        lock (_lock) _changes.Enqueue((watched, key));
        if (Environment.CurrentManagedThreadId == _thread) return;
        var one = 1ul;
        _ = write(_wake, &one, sizeof(ulong)); // each write is an event; nobody reads, and the counter does not come to its end
    }

    private bool MakeChanges()
    {
        lock (_lock)
        {
            while (_ring.HasRoom && _changes.TryDequeue(out var change))
            {
                if (change.Watched is { } descriptor) Poll(descriptor, change.Key);
                else EndPoll(change.Key);
            }
            return _changes.Count == 0;
        }
    }

    private void Poll(int descriptor, ulong key)
    {
        ref var request = ref _ring.Add();
        request.Kind = IoUring.RequestKind.Poll;
        request.Descriptor = descriptor;
        request.Length = Repeatedly;
        request.Flags = PolledFor;
        request.Key = key;
    }

    private void EndPoll(ulong key)
    {
        // Not IORING_OP_POLL_REMOVE: that fails while an event of the socket is under way, and the socket would never be closed.
        ref var request = ref _ring.Add();
        request.Kind = IoUring.RequestKind.Cancel;
        request.Options = SkipSuccess;
        request.Descriptor = -1;
        request.Address = key;
        request.Key = IgnoredKey;
    }

    private void BeginTries()
    {
        while (_ring.HasRoom && _tried < _tries.Length && _later.TryDequeue(out var operation))
        {
            ref var place = ref _tries[_tried];
            place.Operation = operation;
            (place.Result, place.HasLeft) = (SocketCalls.Closed, false);
            operation.Begin();
            var isHeld = false;
            try
            {
                operation.Handle.DangerousAddRef(ref isHeld);
                Add(operation, ref place, _tried);
            }
            catch (ObjectDisposedException) // reset by another thread
            {
            }
            _tried++;
        }
    }

    private void Add(SocketOperation operation, ref Try place, int number)
    {
        var octets = operation.Octets;
        var following = operation.Following;
        ref var request = ref _ring.Add();
        request.Kind = operation.Kind;
        request.Descriptor = (int)operation.Handle.DangerousGetHandle();
        request.Address = (ulong)Pinned(place.Pin, octets);
        request.Length = (uint)octets.Count;
        request.Flags = SocketCalls.DontWait | SocketCalls.NoSignal;
        request.Key = (ulong)number;
        if (following.Count > 0)
        {
            var both = _gathered + number;
            GatheredOctets.Write(both, (void*)request.Address, octets.Count, Pinned(place.FollowingPin, following), following.Count);
            request.Kind = IoUring.RequestKind.SendMessage;
            request.Address = (ulong)both;
            request.Length = 1; // message
            place.HasFollowing = true;
        }
        _underWay++;
    }

    private static byte* Pinned(PinnedGCHandle<byte[]> pin, ArraySegment<byte> octets)
    {
        pin.Target = octets.Array!;
        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(octets.Array!)) + octets.Offset;
    }

    private void TakeResults()
    {
        while (_ring.TryTake(out var result))
        {
            if (result.Key < IoUring.Requests)
            {
                End(ref _tries[(int)result.Key], result);
            }
            else if (result.Key == WakeKey)
            {
                if (!result.HasMore) Poll(_wake, WakeKey);
            }
            else if (result.Key != IgnoredKey)
            {
                _events.Add((EventsOf(result), result.Key));
            }
        }
    }

    private void End(ref Try place, in IoUring.Result result)
    {
        place.Result = result.Value;
        place.HasLeft = result.HasLeft;
        place.Pin.Target = [];
        if (place.HasFollowing) place.FollowingPin.Target = [];
        place.HasFollowing = false;
        place.Operation!.Handle.DangerousRelease();
        _underWay--;
    }

    private static SocketEvents EventsOf(in IoUring.Result result)
    {
        // No memory, or closed: who waits is told so, and a listener, which has nothing else, is watched again.
        if (result.Value < 0) return SocketEvents.Error | SocketEvents.HangUp | SocketEvents.Unwatched;
        var events = (SocketEvents)result.Value;
        return result.HasMore ? events : events | SocketEvents.Unwatched;
    }

    private static int CreateWake()
    {
        const int CloseOnExecAndNonBlocking = 0x80800;
        var wake = eventfd(0, CloseOnExecAndNonBlocking);
        return wake < 0 ? throw new Win32Exception() : wake;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, void* octets, nuint length);

    private struct Try
    {
        public SocketOperation? Operation;
        public PinnedGCHandle<byte[]> Pin;
        public PinnedGCHandle<byte[]> FollowingPin;
        public bool HasFollowing;
        public int Result;
        public bool HasLeft;
    }
}
