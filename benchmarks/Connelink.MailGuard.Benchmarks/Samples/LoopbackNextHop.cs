using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Benchmarks.Samples;

/// <summary>A next hop that accepts all mail: a blocking thread for each connection, which allocates nothing once it runs.</summary>
internal sealed class LoopbackNextHop : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public LoopbackNextHop()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                socket.NoDelay = true;
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static void Serve(Socket socket)
    {
        using (socket)
        {
            var octets = new byte[65536];
            Span<byte> replies = stackalloc byte[1024];
            socket.Send("220 next.example ESMTP\r\n"u8);
            var (length, inData) = (0, false);
            try
            {
                while (socket.Receive(octets.AsSpan(length)) is > 0 and var received)
                {
                    length += received;
                    var written = Answer(octets, ref length, ref inData, replies);
                    if (written > 0) socket.Send(replies[..written]);
                }
            }
            catch (SocketException)
            {
                // The gateway has let go of it.
            }
        }
    }

    /// <summary>Answers all complete lines; keeps the rest at the start.</summary>
    private static int Answer(byte[] octets, ref int length, ref bool inData, Span<byte> replies)
    {
        var (at, written) = (0, 0);
        while (true)
        {
            var rest = octets.AsSpan(at, length - at);
            var end = inData ? rest.IndexOf("\r\n.\r\n"u8) : rest.IndexOf("\r\n"u8);
            if (end < 0) break;
            ReadOnlySpan<byte> reply = "250 2.0.0 Ok\r\n"u8;
            if (!inData && rest.StartsWith("EHLO"u8)) reply = "250-next.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 104857600\r\n"u8;
            if (!inData && rest.StartsWith("DATA"u8)) reply = "354 Go ahead\r\n"u8;
            at += end + (inData ? 5 : 2);
            inData = !inData && rest.StartsWith("DATA"u8);
            reply.CopyTo(replies[written..]);
            written += reply.Length;
        }
        octets.AsSpan(at, length - at).CopyTo(octets);
        length -= at;
        return written;
    }
}
