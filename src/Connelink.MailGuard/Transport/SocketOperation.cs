using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Connelink.MailGuard.Transport;

/// <summary>One half of a socket, receiving or sending: tried when the socket is known to be ready for it, else awaited. Allocates nothing.</summary>
/// <remarks>
/// One operation at a time. <see cref="Signal"/> is for any thread and goes on, on that thread, with who awaits the operation. The state is reset
/// before each try, never after: an event that comes during the try is not lost.
/// </remarks>
internal abstract class SocketOperation : IValueTaskSource<int>, IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<int> _source;
    private int _state;
    private int _inTurn;

    private enum State
    {
        /// <summary>Nothing to be done before the next event.</summary>
        Idle,

        /// <summary>Worth a try.</summary>
        Ready,

        /// <summary>Somebody awaits the next event; who takes it out of this state completes the operation.</summary>
        Waiting,
    }

    public bool IsReady => Volatile.Read(ref _state) == (int)State.Ready;

    /// <summary>Told the result of each operation before who awaits it goes on.</summary>
    public Action<int>? Completed { get; set; }

    public abstract SafeHandle Handle { get; }

    /// <summary>The system call, where it is made together with others.</summary>
    public abstract IoUring.RequestKind Kind { get; }

    /// <summary>What is to be sent or received into. Empty: it is tried by itself.</summary>
    public abstract ArraySegment<byte> Octets { get; }

    /// <summary>What the same call is to send behind it, if anything.</summary>
    public virtual ArraySegment<byte> Following => default;

    /// <summary>Not to be left to the loop: where much is to be done between two calls (TLS), they gain nothing from being made together.</summary>
    public bool IsTriedAtOnce { get; set; }

    /// <summary>The system call that <see cref="PollingLoop.TryLater"/> took over is about to be made.</summary>
    public void Begin() => Reset();

    /// <summary>It was made.</summary>
    /// <param name="returned">Its result, or the negative number of an error.</param>
    /// <param name="isReadyAgain">The next operation need not wait for an event.</param>
    public void Finish(int returned, bool isReadyAgain)
    {
        if (isReadyAgain) BeReady();
        if (IsCompleted(returned, out var result)) _source.SetResult(result);
        else if (!TryWait()) Continue();
    }

    /// <summary>The socket may be ready.</summary>
    public void Signal()
    {
        if (!IsReady && Interlocked.Exchange(ref _state, (int)State.Ready) == (int)State.Waiting) Continue();
    }

    /// <summary>The socket was closed, as whoever tries an operation finds out. False: somebody waits, and is to be told by <see cref="Signal"/>. For any thread.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _state, (int)State.Ready, (int)State.Idle) != (int)State.Waiting;

    int IValueTaskSource<int>.GetResult(short token) => Result(token);

    bool IValueTaskSource<bool>.GetResult(short token) => Result(token) > 0;

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    protected short Version => _source.Version;

    /// <summary>The next operation is tried. Only while none is under way.</summary>
    protected void BeReady() => Volatile.Write(ref _state, (int)State.Ready);

    /// <summary>The system call, made now.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    protected abstract int Try();

    /// <summary>What a system call's result means. False: the socket was not ready for all of it.</summary>
    protected abstract bool IsDone(int returned, out int result);

    /// <summary>True: it is done. False: it is awaited.</summary>
    protected bool Start(out int result)
    {
        do
        {
            if (!IsReady) continue;
            if (PollingLoop.TryLater(this)) break;
            if (IsCompleted(out result)) return true;
        }
        while (!TryWait());
        result = 0;
        return false;
    }

    /// <summary>So many operations were tried one after the other without waiting: this one awaits the next turn of the loop, so that other sockets have theirs.</summary>
    protected bool IsTurnOver(int most)
    {
        if (!IsReady)
        {
            _inTurn = 0;
            return false;
        }
        if (++_inTurn <= most || !TryPostpone()) return false;
        _inTurn = 0;
        return true;
    }

    /// <summary>Awaits the next turn of this thread's loop, or an event. False: it is no loop's thread.</summary>
    private bool TryPostpone()
    {
        if (PollingLoop.Current is not { } loop) return false;
        Volatile.Write(ref _state, (int)State.Waiting);
        loop.Postpone(this);
        return true;
    }

    private bool TryWait() => Interlocked.CompareExchange(ref _state, (int)State.Waiting, (int)State.Idle) == (int)State.Idle;

    private void Continue()
    {
        do
        {
            if (PollingLoop.TryLater(this)) return;
            if (!IsCompleted(out var result)) continue;
            _source.SetResult(result);
            return;
        }
        while (!TryWait());
    }

    private bool IsCompleted(out int result)
    {
        Reset();
        int returned;
        try
        {
            returned = Try();
        }
        catch (ObjectDisposedException) // reset by another thread
        {
            returned = SocketCalls.Closed;
        }
        return IsCompleted(returned, out result);
    }

    private bool IsCompleted(int returned, out int result)
    {
        if (!IsDone(returned, out result)) return false;
        Completed?.Invoke(result);
        return true;
    }

    /// <summary>A full barrier: what the try looks at, SignalEnd's flag among it, is not read before an event that comes now finds the state reset.</summary>
    private void Reset() => Interlocked.Exchange(ref _state, (int)State.Idle);

    private int Result(short token)
    {
        var result = _source.GetResult(token);
        _source.Reset();
        return result;
    }
}
