using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Benchmarks.Samples;

/// <summary>A client on one connection that blocks for each reply and allocates nothing.</summary>
internal sealed class LoopbackClient : IDisposable
{
    private static readonly byte[] MailCommand = "MAIL FROM:<bob@partner.example>\r\n"u8.ToArray();
    private static readonly byte[] RcptCommand = "RCPT TO:<jean.dupont@client.example>\r\n"u8.ToArray();
    private static readonly byte[] DataCommand = "DATA\r\n"u8.ToArray();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _envelope = [.. MailCommand, .. RcptCommand, .. DataCommand];
    private readonly byte[] _message;
    private readonly byte[] _replies = new byte[4096];

    /// <param name="message">With CRLF, without lines that begin with a dot.</param>
    public LoopbackClient(IPEndPoint server, byte[] message)
    {
        _message = [.. message, .. ".\r\n"u8];
        _socket.Connect(server);
        Await("220"u8, 1);
        _socket.Send("EHLO client.example\r\n"u8);
        Await("250"u8, 1);
    }

    public void Send()
    {
        _socket.Send(MailCommand);
        Await("250"u8, 1);
        _socket.Send(RcptCommand);
        Await("250"u8, 1);
        _socket.Send(DataCommand);
        Await("354"u8, 1);
        _socket.Send(_message);
        Await("250"u8, 1);
    }

    public void SendPipelined()
    {
        _socket.Send(_envelope);
        Await("354"u8, 3);
        _socket.Send(_message);
        Await("250"u8, 1);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Waits for so many replies; the last one must have the code.</summary>
    private void Await(ReadOnlySpan<byte> code, int replies)
    {
        for (var length = 0; ;)
        {
            var received = _socket.Receive(_replies.AsSpan(length));
            if (received == 0) throw new InvalidOperationException("the server closed the connection");
            length += received;
            var seen = 0;
            ReadOnlySpan<byte> last = default;
            for (ReadOnlySpan<byte> rest = _replies.AsSpan(0, length); rest.IndexOf("\r\n"u8) is >= 0 and var end; rest = rest[(end + 2)..])
            {
                if (rest[3] != '-') seen++;
                last = rest[..end];
            }
            if (seen < replies) continue;
            if (!last.StartsWith(code)) throw new InvalidOperationException(System.Text.Encoding.ASCII.GetString(_replies.AsSpan(0, length)));
            return;
        }
    }
}
