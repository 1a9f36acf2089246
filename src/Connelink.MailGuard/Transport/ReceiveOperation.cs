using System.Net.Sockets;

namespace Connelink.MailGuard.Transport;

/// <summary>Receives what is there, up to the length of a buffer. The result: octets; 0 at the end, or when the connection is broken.</summary>
internal sealed class ReceiveOperation(Socket socket) : SocketOperation
{
    /// <summary>A peer that sends as fast as we read waits its turn after so many receives.</summary>
    private const int MostInTurn = 32;

    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private Memory<byte> _destination;
    private int _inTurn;

    /// <summary>The peer ends, or all is over: there may be something to read, and then the end, without a further event.</summary>
    public bool IsEnding { get; set; }

    /// <param name="looks">Tries in any case: what has arrived is seen, whether its event has been handled or not.</param>
    public ValueTask<int> ReceiveAsync(Memory<byte> destination, bool looks = false)
    {
        _destination = destination;
        if (looks) BeReady();
        if (!IsReady) _inTurn = 0;
        else if (++_inTurn > MostInTurn && TryPostpone())
        {
            _inTurn = 0;
            return new(this, Version);
        }
        return Start(out var octets) ? new(octets) : new(this, Version);
    }

    protected override bool Try(out int result)
    {
        try
        {
            result = SocketCalls.Receive(socket, _handle, _destination.Span, out var error);
            if (error == SocketError.WouldBlock) return false;
            if (error != SocketError.Success) result = 0;
        }
        catch (ObjectDisposedException) // reset by another thread
        {
            result = 0;
        }
        // A receive that leaves room has emptied the socket (epoll(7), questions and answers 9).
        if (result is 0 || result == _destination.Length || IsEnding) BeReady();
        return true;
    }
}
