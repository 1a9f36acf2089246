using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>A listening TCP socket on a polling loop: connections are accepted on the loop's thread, without a turn of the thread pool for each.</summary>
internal sealed class ListeningSocket : IPollable, IDisposable
{
    private readonly Socket _socket;
    private readonly PollingLoop _loop = PollingLoop.Next();
    private readonly AcceptOperation _accepting;
    private readonly ulong _key;

    /// <param name="socket">Listening. Others may accept from it too: another process that it was handed to.</param>
    public ListeningSocket(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        _accepting = new(socket);
        _key = _loop.Watch(this, socket.SafeHandle);
    }

    /// <summary>The next connection, or why there is none.</summary>
    public async ValueTask<(Socket? Accepted, string? Error)> AcceptAsync()
    {
        var descriptor = await _accepting.AcceptAsync();
        return descriptor < 0
            ? (null, Marshal.GetPInvokeErrorMessage(-descriptor))
            : (new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)), null);
    }

    /// <summary>It was closed: there is nothing to be accepted any more.</summary>
    public bool IsClosed => _socket.SafeHandle.IsClosed;

    void IPollable.Tell(SocketEvents events) => _accepting.Signal();

    /// <summary>Who waits for a connection gets none.</summary>
    public void Dispose()
    {
        _loop.Forget(_key);
        _socket.Dispose();
        _accepting.Signal();
    }

    /// <summary>The result: a descriptor, or the negative number of an error (errno(3)).</summary>
    private sealed class AcceptOperation(Socket socket) : SocketOperation
    {
        /// <summary>Other sockets of the loop have their turn after so many.</summary>
        private const int MostInTurn = 8;

        private readonly SafeSocketHandle _handle = socket.SafeHandle;

        public ValueTask<int> AcceptAsync() => IsTurnOver(MostInTurn) || !Start(out var descriptor) ? new(this, Version) : new(descriptor);

        public override SafeHandle Handle => _handle;

        /// <remarks>No octets: it is always tried by itself.</remarks>
        public override ArraySegment<byte> Octets => default;

        public override IoUring.RequestKind Kind => default;

        protected override int Try() => SocketCalls.Accept(_handle);

        protected override bool IsDone(int returned, out int result)
        {
            result = returned;
            if (returned == SocketCalls.TryAgain) return false;
            BeReady(); // there may be more, and no event tells it
            return true;
        }
    }
}
