using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Transport;

/// <summary>A connected TCP socket on a polling loop.</summary>
/// <remarks>
/// Sockets that are used in turn belong on one loop: what two loops touch travels between two processors' caches each time. One receives and one sends
/// at a time; all else is for any thread.
/// </remarks>
internal sealed class PolledSocket : IPollable, IDisposable
{
    private readonly Socket _socket;
    private readonly Lock _place = new();
    private bool _isClosed;
    private PollingLoop _loop;
    private ulong _key;

    /// <param name="socket">Connected, or connecting. The runtime's engine must not know it: no asynchronous method was called on it.</param>
    /// <param name="loop">Where it is at first.</param>
    public PolledSocket(Socket socket, PollingLoop loop)
    {
        _loop = loop;
        _socket = socket;
        Receiving = new(socket);
        Sending = new(socket);
        _key = _loop.Watch(this, socket.SafeHandle);
    }

    /// <summary>Before a socket connects or listens: who is accepted from one has its options (tcp(7)), without a system call.</summary>
    public static void SetOptions(Socket socket)
    {
        socket.NoDelay = true; // every write is a whole batch
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true); // urgent data is data like all other
    }

    /// <summary>Its loop is the one that runs now.</summary>
    public bool IsHere => PollingLoop.Current == _loop;

    public ReceiveOperation Receiving { get; }

    public SendOperation Sending { get; }

    /// <summary>Moves a socket on which nobody waits to the loop that runs now.</summary>
    public void MoveHere()
    {
        if (!IsHere && PollingLoop.Current is { } here) MoveTo(here);
    }

    /// <summary>Moves a socket on which nobody waits to another loop.</summary>
    public void MoveTo(PollingLoop loop)
    {
        lock (_place)
        {
            if (_isClosed) return;
            _loop.Release(_key, _socket.SafeHandle);
            _loop = loop;
            _key = loop.Watch(this, _socket.SafeHandle); // tells at once what there is
        }
    }

    /// <summary>On the loop's thread.</summary>
    public void Tell(SocketEvents events)
    {
        const SocketEvents Over = SocketEvents.Error | SocketEvents.HangUp;
        if ((events & (SocketEvents.Out | Over)) != 0) Sending.Signal();
        if ((events & (SocketEvents.ReadHangUp | SocketEvents.Urgent | Over)) != 0) Receiving.SignalEnd();
        else if ((events & SocketEvents.In) != 0) Receiving.Signal();
    }

    /// <summary>Resets the connection.</summary>
    public void Abort()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
        Dispose();
    }

    /// <summary>What waits ends as broken, on another thread.</summary>
    public void Dispose()
    {
        lock (_place)
        {
            if (_isClosed) return;
            _isClosed = true;
            _loop.Forget(_key);
        }
        _socket.Dispose();
        if (Receiving.TryClose() & Sending.TryClose()) return;
        ThreadPool.UnsafeQueueUserWorkItem(static socket => socket.Tell(SocketEvents.HangUp), this, preferLocal: false);
    }
}
