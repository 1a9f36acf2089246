using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>Receives what is there, up to the length of a buffer. The result: octets; 0 at the end, or when the connection is broken.</summary>
/// <remarks>An empty buffer waits until a receive is worth a try: who waits long under TLS needs no buffer for it.</remarks>
internal sealed class ReceiveOperation(Socket socket) : SocketOperation
{
    /// <summary>A peer that sends as fast as we read waits its turn after so many receives.</summary>
    private const int MostInTurn = 32;

    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private Memory<byte> _destination;
    private bool _isEnding;

    /// <summary>
    /// The peer ends, or all is over: there may be something to read, and then the end, without a further event. Urgent data is the same: a receive
    /// stops before it, however much is behind (tcp(7)). For any thread.
    /// </summary>
    public void SignalEnd()
    {
        _isEnding = true;
        // Before the state is looked at: a receive that misses the flag must be seen to be under way, else it would wait for an event that has been.
        Interlocked.MemoryBarrier();
        Signal();
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> destination)
    {
        _destination = destination;
        return IsTurnOver(MostInTurn) || !Start(out var octets) ? new(this, Version) : new(octets);
    }

    public override SafeHandle Handle => _handle;

    public override IoUring.RequestKind Kind => IoUring.RequestKind.Receive;

    public override ArraySegment<byte> Octets => MemoryMarshal.TryGetArray<byte>(_destination, out var octets) ? octets : default;

    protected override int Try() => _destination.IsEmpty ? 0 : SocketCalls.Receive(_handle, _destination.Span);

    protected override bool IsDone(int returned, out int result)
    {
        result = Math.Max(0, returned);
        if (returned == SocketCalls.TryAgain) return false;
        // A receive that leaves room has emptied the socket (epoll(7), questions and answers 9), but for urgent data, of which io_uring tells the loop only.
        if (result is 0 || result == _destination.Length || _isEnding || PollingLoop.Current is null) BeReady();
        return true;
    }
}
