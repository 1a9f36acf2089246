using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Connelink.MailGuard.Transport;

/// <summary>One half of a connection, receiving or sending, with its deadline: awaited without a state machine of its own.</summary>
/// <remarks>
/// Nothing is allocated for an operation, and one that completes at once costs little more than its system call. A deadline is only a number
/// here; <see cref="Deadlines"/> looks at it. One operation at a time; <see cref="IsOverdue"/> and <see cref="TryExpire"/> are for any thread.
/// </remarks>
/// <param name="completed">Told the octets of each operation before who awaits it goes on; 0: the end, or broken.</param>
internal sealed class SocketOperation(Action<int>? completed = null)
    : SocketAsyncEventArgs(true), IValueTaskSource<int>, IValueTaskSource<bool>
{
    private const long None = long.MaxValue;
    private const long Expired = -1;

    private ManualResetValueTaskSourceCore<int> _source;
    private long _deadline = None;

    /// <summary>A deadline has passed.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Octets received; 0 at the end, when the connection is broken, or when the time is over.</summary>
    public ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> destination, TimeSpan timeout)
    {
        Begin(timeout);
        SetBuffer(destination);
        return TryStart(socket, isSend: false, out var octets) ? new(octets) : new(this, _source.Version);
    }

    /// <summary>Sends all of it. False: the connection is broken.</summary>
    public ValueTask<bool> SendAsync(Socket socket, ReadOnlyMemory<byte> octets, TimeSpan timeout)
    {
        Begin(timeout);
        SetBuffer(MemoryMarshal.AsMemory(octets));
        return TryStart(socket, isSend: true, out var sent) ? new(sent > 0) : new(this, _source.Version);
    }

    /// <summary>Sets the deadline of what is not one operation of the socket; <see cref="End"/> lifts it.</summary>
    public void Begin(TimeSpan timeout) => Volatile.Write(ref _deadline, Deadlines.Now + Math.Max(0, (long)timeout.TotalMilliseconds));

    public void End()
    {
        if (Interlocked.Exchange(ref _deadline, None) == Expired) TimedOut = true;
    }

    public bool IsOverdue(long now) => Volatile.Read(ref _deadline) is var at && at != Expired && at <= now;

    /// <summary>True once, for the one who is to end the operation.</summary>
    public bool TryExpire(long now)
    {
        var at = Volatile.Read(ref _deadline);
        return at != Expired && at <= now && Interlocked.CompareExchange(ref _deadline, Expired, at) == at;
    }

    int IValueTaskSource<int>.GetResult(short token) => Result(token);

    bool IValueTaskSource<bool>.GetResult(short token) => Result(token) > 0;

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _source.SetResult(Complete());

    /// <summary>False: it is under way, and <see cref="OnCompleted"/> will be called.</summary>
    private bool TryStart(Socket socket, bool isSend, out int octets)
    {
        octets = 0;
        try
        {
            if (isSend ? socket.SendAsync(this) : socket.ReceiveAsync(this)) return false;
            octets = Complete();
        }
        catch (ObjectDisposedException) // reset by another thread
        {
            End();
        }
        return true;
    }

    private int Complete()
    {
        End();
        var octets = SocketError == SocketError.Success ? BytesTransferred : 0;
        completed?.Invoke(octets);
        return octets;
    }

    private int Result(short token)
    {
        var octets = _source.GetResult(token);
        _source.Reset();
        return octets;
    }
}
