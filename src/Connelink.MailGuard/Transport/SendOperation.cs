using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>Sends all of a buffer, or waits until a connection is there. The result: octets, or 1; 0 when the connection is broken.</summary>
internal sealed class SendOperation : SocketOperation
{
    private readonly Socket _socket;
    private readonly SafeSocketHandle _handle;
    private ReadOnlyMemory<byte> _octets;
    private int _sent;
    private bool _isConnecting;

    public SendOperation(Socket socket)
    {
        _socket = socket;
        _handle = socket.SafeHandle;
        BeReady();
    }

    /// <summary>Why there is no connection.</summary>
    public SocketError ConnectError { get; private set; }

    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> octets)
    {
        (_octets, _sent) = (octets, 0);
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
    public override ArraySegment<byte> Octets => !_isConnecting && MemoryMarshal.TryGetArray(_octets[_sent..], out var octets) ? octets : default;

    protected override int Try() => _isConnecting ? TryConnect() : SocketCalls.Send(_handle, _octets.Span[_sent..]);

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
        _sent += result;
        if (result > 0 && _sent < _octets.Length) return false;
        if (result > 0) result = _sent;
        return true;
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
