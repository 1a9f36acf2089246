using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A next hop in the test: what it acknowledged it has, by message id; it may be told to misbehave at any command.</summary>
internal sealed class CountingSink : IAsyncDisposable
{
    private static readonly byte[] EndOfData = "\r\n.\r\n"u8.ToArray();

    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly Task _accepting;

    public CountingSink(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(1024);
        _accepting = AcceptAsync();
    }

    /// <summary>Keywords of the reply to EHLO.</summary>
    public string[] Extensions { get; set; } = ["PIPELINING", "SIZE 104857600", "8BITMIME", "DSN", "ENHANCEDSTATUSCODES"];

    /// <summary>Asked for each command line, "." for end-of-data: null answers as usual, "" closes the connection, else the reply without CRLF.</summary>
    public Func<string, Task<string?>>? Answer { get; set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Message ids and how often each came.</summary>
    public ConcurrentDictionary<string, int> Received { get; } = new();

    /// <summary>The whole of each message as received, dot-stuffed, without its end.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Command lines of all connections.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public bool KeepsMessages { get; init; } = true;

    /// <summary>Connections open now.</summary>
    public int Connections => _sockets.Count;

    /// <summary>As a next hop does that has no patience with idle connections.</summary>
    public void CloseConnections(bool reset = false)
    {
        foreach (var socket in _sockets.Keys)
        {
            if (!_sockets.TryRemove(socket, out _)) continue;
            try
            {
                if (reset) socket.LingerState = new LingerOption(true, 0);
                else socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // Its session ended in between.
            }
            socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        CloseConnections(reset: true);
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync();
                _ = ServeAsync(socket);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        _sockets[socket] = 0;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await ConverseAsync(stream);
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side is gone, or the test closed it.
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
        }
    }

    private async Task ConverseAsync(NetworkStream stream)
    {
        var input = PipeReader.Create(stream);
        if (await ReplyAsync(stream, "CONNECT", "220 sink.example ESMTP") is null) return;
        while (await ReadToAsync(input, "\r\n"u8.ToArray()) is { } line)
        {
            Commands.Enqueue(line);
            if (await ReplyAsync(stream, line, Usual(line)) is not { } reply || line == "QUIT") return;
            if (line != "DATA" || !reply.StartsWith("354", StringComparison.Ordinal)) continue;

            if (await ReadToAsync(input, EndOfData) is not { } message) return;
            if (await ReplyAsync(stream, ".", "250 2.0.0 Ok", () => Take(message)) is null) return;
        }
    }

    private string Usual(string line) => line.ToUpperInvariant() switch
    {
        ['E', 'H', 'L', 'O', ..] => string.Join("\r\n", new[] { "sink.example" }.Concat(Extensions).Select((word, i) => i == Extensions.Length ? $"250 {word}" : $"250-{word}")),
        "DATA" => "354 Go on",
        "QUIT" => "221 2.0.0 Bye",
        _ => "250 2.0.0 Ok",
    };

    /// <summary>The reply that was sent; null: the connection ends here.</summary>
    private async Task<string?> ReplyAsync(NetworkStream stream, string line, string usual, Action? onPositive = null)
    {
        var reply = (Answer is null ? null : await Answer(line)) ?? usual;
        if (reply == "") return null;
        if (reply[0] == '2') onPositive?.Invoke();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"));
        return reply.StartsWith("421", StringComparison.Ordinal) ? null : reply;
    }

    private void Take(string message)
    {
        if (KeepsMessages) Messages.Enqueue(message);
        Received.AddOrUpdate(MessageId.In(message), 1, (_, count) => count + 1);
    }

    private static async Task<string?> ReadToAsync(PipeReader input, byte[] end)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            var reader = new System.Buffers.SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out System.Buffers.ReadOnlySequence<byte> found, end))
            {
                var text = Encoding.Latin1.GetString(found);
                input.AdvanceTo(reader.Position);
                return text;
            }
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return null;
        }
    }
}
