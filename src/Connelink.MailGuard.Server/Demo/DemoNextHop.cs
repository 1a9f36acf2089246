using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>The next hop of the demo: takes every message, and remembers envelope, header section and size.</summary>
internal sealed class DemoNextHop : IAsyncDisposable
{
    private const string Offer = "250-demo.nexthop.example\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedMessage> _received = new();
    private readonly Task _accepting;

    public DemoNextHop()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Tells of each message, for `--keep`.</summary>
    public event Action<ReceivedMessage>? Received;

    /// <summary>What arrived since the last call.</summary>
    public IReadOnlyList<ReceivedMessage> Take()
    {
        List<ReceivedMessage> taken = [];
        while (_received.TryDequeue(out var message)) taken.Add(message);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        connection.NoDelay = true;
        using var reader = new StreamReader(connection.GetStream(), Encoding.Latin1, false, 65_536);
        using var writer = new StreamWriter(connection.GetStream(), Encoding.Latin1) { NewLine = "\r\n" };
        try
        {
            await TalkAsync(reader, writer);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The gateway closes when it likes: before the final dot that cancels the message.
        }
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer)
    {
        var (reversePath, recipients) = ("", new List<string>());
        await writer.WriteAsync("220 demo.nexthop.example ESMTP\r\n");
        await writer.FlushAsync(_stop.Token);
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "MAIL") (reversePath, recipients) = (PathOf(line), []);
            if (verb == "RCPT") recipients.Add(PathOf(line));
            await writer.WriteAsync(Answer(verb));
            await writer.FlushAsync(_stop.Token);
            if (verb == "QUIT") return;
            if (verb != "DATA") continue;
            List<string> fields = [];
            if (await ReadDataAsync(reader, fields) is not { } octets) return;
            Keep(new(reversePath, recipients, octets, fields));
            await writer.WriteAsync("250 2.0.0 Taken by the demo's next hop\r\n");
            await writer.FlushAsync(_stop.Token);
        }
    }

    private static string Answer(string verb) => verb switch
    {
        "EHLO" => Offer,
        "DATA" => "354 Go on\r\n",
        "QUIT" => "221 2.0.0 Bye\r\n",
        _ => "250 2.0.0 OK\r\n",
    };

    /// <summary>Octets up to the final dot, dots un-stuffed; null when the connection ended before it.</summary>
    /// <param name="fields">Takes the lines of the header section.</param>
    private async Task<long?> ReadDataAsync(StreamReader reader, List<string> fields)
    {
        var octets = 0L;
        var isHeader = true;
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".") return octets;
            isHeader &= line.Length > 0;
            if (isHeader) fields.Add(line);
            octets += line.Length + 2 - (line.StartsWith('.') ? 1 : 0);
        }
        return null;
    }

    private void Keep(ReceivedMessage message)
    {
        _received.Enqueue(message);
        Received?.Invoke(message);
    }

    private static string PathOf(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];
}
