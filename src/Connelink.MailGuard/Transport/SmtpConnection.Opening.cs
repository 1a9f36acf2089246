using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Transport;

/// <summary>Connecting to a server.</summary>
public sealed partial class SmtpConnection
{
    /// <summary>Connects to a server; the error when there is no connection.</summary>
    public static async ValueTask<(SmtpConnection? Connection, SocketError Error)> ConnectAsync(IPEndPoint server, Deadlines deadlines, TimeSpan timeout)
    {
        Socket? socket = null;
        SmtpConnection connection;
        try
        {
            socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            PolledSocket.SetOptions(socket);
            BeginConnecting(socket, server);
            connection = new SmtpConnection(socket, server, PollingLoop.Current ?? PollingLoop.Next(), deadlines);
        }
        catch (SocketException failed)
        {
            socket?.Dispose();
            return (null, failed.SocketErrorCode);
        }
        connection._sendDeadline.Begin(timeout);
        if (await connection._polled.Sending.ConnectAsync()) return (connection, SocketError.Success);

        connection.Dispose();
        return (null, connection.TimedOut ? SocketError.TimedOut : connection._polled.Sending.ConnectError);
    }

    private static void BeginConnecting(Socket socket, IPEndPoint server)
    {
        if (SocketCalls.Connect(socket.SafeHandle, server.Serialize()) is 0 or SocketCalls.InProgress) return;
        try
        {
            socket.Connect(server);
        }
        catch (SocketException underWay) when (underWay.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.AlreadyInProgress)
        {
        }
    }
}
