using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>Sends all of one buffer or two, or waits until a connection is there. The result: 0 when the connection is broken.</summary>
internal sealed class SendOperation : SocketOperation
{
    private readonly Socket _socket;
    private readonly SafeSocketHandle _handle;
    private ReadOnlyMemory<byte> _octets;
    private ReadOnlyMemory<byte> _following;
    private bool _isConnecting;

    public SendOperation(Socket socket)
    {
        _socket = socket;
        _handle = socket.SafeHandle;
        BeReady();
    }

    /// <summary>Why there is no connection.</summary>
    public SocketError ConnectError { get; private set; }

    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> following = default)
    {
        (_octets, _following) = octets.IsEmpty ? (following, octets) : (octets, following);
        return StartAsync();
    }

    /// <summary>For a connect(2) that is under way.</summary>
    public ValueTask<bool> ConnectAsync()
    {
        _isConnecting = true;
        return StartAsync();
    }

    public override SafeHandle Handle => _handle;

    public override IoUring.RequestKind Kind => IoUring.RequestKind.Send;

    /// <remarks>None while it connects: that is tried by itself.</remarks>
    public override ArraySegment<byte> Octets => !_isConnecting && MemoryMarshal.TryGetArray(_octets, out var octets) ? octets : default;

    public override ArraySegment<byte> Following => MemoryMarshal.TryGetArray(_following, out var octets) ? octets : default;

    protected override int Try() => _isConnecting ? TryConnect() : SocketCalls.Send(_handle, _octets.Span, _following.Span);

    protected override bool IsDone(int returned, out int result)
    {
        result = Math.Max(0, returned);
        if (returned == SocketCalls.TryAgain) return false;
        BeReady(); // what follows, be it the rest, is tried at once
        if (_isConnecting)
        {
            _isConnecting = false;
            if (returned == SocketCalls.Closed) ConnectError = SocketError.TimedOut;
            return true;
        }
        Take(result);
        return result == 0 || _octets.IsEmpty;
    }

    private void Take(int sent)
    {
        if (sent < _octets.Length) _octets = _octets[sent..];
        else (_octets, _following) = (_following[(sent - _octets.Length)..], default);
    }

    private ValueTask<bool> StartAsync() => Start(out var result) ? new(result > 0) : new(this, Version);

    /// <summary>1, 0 where there will be no connection, or that it is not decided.</summary>
    private int TryConnect()
    {
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectWrite) && !_socket.Poll(0, SelectMode.SelectError)) return SocketCalls.TryAgain;
            ConnectError = (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            return ConnectError == SocketError.Success ? 1 : 0;
        }
        catch (SocketException failed)
        {
            ConnectError = failed.SocketErrorCode;
            return 0;
        }
    }
}
