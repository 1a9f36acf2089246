using System.Net.Sockets;

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

    protected override bool Try(out int result)
    {
        try
        {
            if (_isConnecting ? !TryConnect(out result) : !TrySend(out result)) return false;
        }
        catch (ObjectDisposedException) // reset by another thread
        {
            result = 0;
            ConnectError = SocketError.TimedOut;
        }
        BeReady(); // what follows is tried at once
        return true;
    }

    private ValueTask<bool> StartAsync() => Start(out var result) ? new(result > 0) : new(this, Version);

    private bool TrySend(out int result)
    {
        for (result = 0; _sent < _octets.Length; _sent += result)
        {
            if (!SocketCalls.TrySend(_handle, _octets.Span[_sent..], out result)) return false;
            if (result == 0) return true;
        }
        result = _sent;
        return true;
    }

    private bool TryConnect(out int result)
    {
        result = 0;
        if (!_socket.Poll(0, SelectMode.SelectWrite) && !_socket.Poll(0, SelectMode.SelectError)) return false;
        _isConnecting = false;
        ConnectError = (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (ConnectError == SocketError.Success) result = 1;
        return true;
    }
}
