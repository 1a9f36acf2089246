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
        PolledSocket.SetOptions(_socket); // who is accepted has them from it
        _accepting = new(socket);
        _key = _loop.Watch(this, socket.SafeHandle);
    }

    /// <summary>The next connection, or why there is none.</summary>
    public async ValueTask<(Socket? Accepted, string? Error)> AcceptAsync()
    {
        await _accepting.AcceptAsync();
        return _accepting.TakeResult();
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

    /// <summary>The result: 1, 0 for an error, or that the socket is closed.</summary>
    private sealed class AcceptOperation(Socket socket) : SocketOperation
    {
        /// <summary>Other sockets of the loop have their turn after so many.</summary>
        private const int MostInTurn = 8;

        private Socket? _accepted;
        private string? _error;

        public ValueTask<int> AcceptAsync() => IsTurnOver(MostInTurn) || !Start(out var result) ? new(this, Version) : new(result);

        public (Socket? Accepted, string? Error) TakeResult()
        {
            var result = (_accepted, _error);
            (_accepted, _error) = (null, null);
            return result;
        }

        public override SafeHandle Handle => socket.SafeHandle;

        /// <remarks>No octets: it is always tried by itself.</remarks>
        public override ArraySegment<byte> Octets => default;

        public override IoUring.RequestKind Kind => default;

        /// <remarks>A socket made from a descriptor would be asked a dozen questions by the runtime; that there is nothing to accept it tells by an exception.</remarks>
        protected override int Try()
        {
            try
            {
                if (!socket.Poll(0, SelectMode.SelectRead)) return SocketCalls.TryAgain;
                _accepted = socket.Accept();
                return 1;
            }
            catch (SocketException failed)
            {
                if (failed.SocketErrorCode == SocketError.WouldBlock) return SocketCalls.TryAgain; // another process was quicker
                _error = failed.Message;
                return 0;
            }
        }

        protected override bool IsDone(int returned, out int result)
        {
            result = returned;
            if (returned == SocketCalls.TryAgain) return false;
            BeReady(); // there may be more, and no event tells it
            return true;
        }
    }
}
