using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Connelink.MailGuard.Tests.Support;

/// <summary>A moment at which the fake next hop may do something unusual.</summary>
/// <param name="Connection">Number of the connection, from 1; probes count too.</param>
/// <param name="Verb">"BANNER", a command's verb, "(data)" for each block of mail data, "(end)" for the reply to the final dot.</param>
/// <param name="Line">The command line.</param>
public readonly record struct NextHopMoment(int Connection, string Verb, string Line);

/// <summary>A message that the next hop has seen.</summary>
public sealed record ReceivedMessage(IReadOnlyList<string> Recipients, string Data, bool Acknowledged, bool IsTls);

/// <summary>A small real SMTP server whose every answer can be scripted.</summary>
public sealed class FakeNextHop : IAsyncDisposable
{
    /// <summary>Answers that are no replies.</summary>
    public const string Close = "(close)", Reset = "(reset)", Freeze = "(freeze)";

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<string> _commands = [];
    private readonly List<ReceivedMessage> _messages = [];
    private readonly List<Socket> _sockets = [];
    private int _connections;
    private int _open;
    private int _turnedAway;
    private int _farewells;

    public FakeNextHop()
        : this(IPAddress.Loopback)
    {
    }

    public FakeNextHop(IPAddress address)
    {
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Host => _listener.LocalEndpoint.ToString()!;

    /// <summary>Words of the EHLO reply; none: EHLO is not known.</summary>
    public string[] Extensions { get; set; } = ["PIPELINING", "SIZE 104857600", "8BITMIME", "DSN", "ENHANCEDSTATUSCODES"];

    /// <summary>Null: the usual answer. May change while it runs.</summary>
    public Func<NextHopMoment, string?> Script { get; set; } = _ => null;

    /// <summary>Commands but EHLO and QUIT, in the order of their arrival.</summary>
    public IReadOnlyList<string> Commands => Locked(() => _commands.ToArray());

    /// <summary>Messages whose final dot came.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => Locked(() => _messages.ToArray());

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections open now, but those that were turned away.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>One connection more is greeted with 421. May change while it runs.</summary>
    public int MaxOpen { get; set; } = int.MaxValue;

    /// <summary>Connections that were one too many.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>Connections that ended with QUIT.</summary>
    public int Farewells => Volatile.Read(ref _farewells);

    /// <summary>With its key; STARTTLS is offered then.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Closes what is connected, as a next hop does that has had enough of idle connections.</summary>
    public void CloseAll() => Locked(() =>
    {
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
        return 0;
    });

    /// <summary>Waits until a condition holds; fails after ten seconds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i == 2000) throw new TimeoutException($"It did not come to it: {what}");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        CloseAll();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock) return read();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                Locked(() => { _sockets.Add(socket); return 0; });
                _ = ServeAsync(socket, Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        using var connection = new Connection(this, socket, number);
        try
        {
            await connection.RunAsync(_stop.Token);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
        {
            // The gateway or the script ended it.
        }
    }

    private sealed class Connection(FakeNextHop hop, Socket socket, int number) : IDisposable
    {
        private readonly List<string> _recipients = [];
        private Stream _stream = new NetworkStream(socket);
        private byte[] _pending = [];
        private bool _isCounted;

        public async Task RunAsync(CancellationToken stop)
        {
            _isCounted = true;
            if (Interlocked.Increment(ref hop._open) > hop.MaxOpen)
            {
                Uncount();
                Interlocked.Increment(ref hop._turnedAway);
                await AnswerAsync("(said)", "", "421 4.7.0 Too many connections", stop);
                return;
            }
            await AnswerAsync("BANNER", "", "220 next-hop.example ESMTP", stop);
            while (true)
            {
                var line = await ReadLineAsync(stop);
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb is not ("EHLO" or "HELO" or "QUIT")) hop.Locked(() => { hop._commands.Add(line); return 0; });
                if (verb is "MAIL" or "RSET") _recipients.Clear();
                var reply = await AnswerAsync(verb, line, Usual(verb), stop);
                if (verb == "RCPT" && reply.StartsWith('2')) _recipients.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')]);
                if (verb == "QUIT")
                {
                    Interlocked.Increment(ref hop._farewells);
                    return;
                }
                if (verb == "STARTTLS" && reply.StartsWith("220", StringComparison.Ordinal)) await UpgradeAsync(stop);
                if (verb == "DATA" && reply.StartsWith("354", StringComparison.Ordinal)) await ReadDataAsync(stop);
            }
        }

        /// <summary>It is one less before the other side can see its end.</summary>
        public void Dispose()
        {
            Uncount();
            _stream.Dispose();
            socket.Dispose();
        }

        private void Uncount()
        {
            if (_isCounted) Interlocked.Decrement(ref hop._open);
            _isCounted = false;
        }

        private async Task UpgradeAsync(CancellationToken stop)
        {
            var tls = new SslStream(_stream);
            _stream = tls;
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = hop.Certificate }, stop);
        }

        private IEnumerable<string> Words => hop.Certificate is not null && _stream is NetworkStream ? hop.Extensions.Append("STARTTLS") : hop.Extensions;

        private string Usual(string verb) => verb switch
        {
            "EHLO" when hop.Extensions.Length == 0 => "500 5.5.2 What",
            "EHLO" => string.Join("\r\n", Words.Prepend("next-hop.example").Select((word, i) => $"250{(i == Words.Count() ? ' ' : '-')}{word}")),
            "STARTTLS" => "220 2.0.0 Go ahead",
            "DATA" => _recipients.Count > 0 ? "354 Go on" : "554 5.5.1 No valid recipients",
            "QUIT" => "221 2.0.0 Bye",
            "RCPT" => "250 2.1.5 Recipient taken",
            _ => "250 2.0.0 Ok",
        };

        private async Task<string> AnswerAsync(string verb, string line, string usual, CancellationToken stop)
        {
            var answer = verb == "(said)" ? usual : hop.Script(new NextHopMoment(number, verb, line)) ?? usual;
            switch (answer)
            {
                case Close:
                    throw new EndOfStreamException();
                case Reset:
                    socket.LingerState = new LingerOption(true, 0);
                    throw new EndOfStreamException();
                case Freeze:
                    await Task.Delay(Timeout.Infinite, stop);
                    break;
            }
            if (answer.Length > 0) await _stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), stop);
            return answer;
        }

        private async Task ReadDataAsync(CancellationToken stop)
        {
            var data = new MemoryStream();
            while (true)
            {
                var text = Encoding.Latin1.GetString(data.GetBuffer(), 0, (int)data.Length);
                var end = text.StartsWith(".\r\n", StringComparison.Ordinal) ? 0 : text.IndexOf("\r\n.\r\n", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : -1;
                if (end >= 0)
                {
                    _pending = [.. Encoding.Latin1.GetBytes(text[(end + 3)..]), .. _pending];
                    await TakeAsync(text[..end], stop);
                    return;
                }
                if (_pending.Length == 0) _pending = await ReceiveAsync(stop);
                data.Write(_pending);
                _pending = [];
                if (hop.Script(new NextHopMoment(number, "(data)", "")) is not null) await AnswerAsync("(data)", "", "", stop);
            }
        }

        /// <summary>The message is recorded before it is acknowledged: what the gateway was told 250 for is here.</summary>
        private async Task TakeAsync(string data, CancellationToken stop)
        {
            var answer = hop.Script(new NextHopMoment(number, "(end)", "")) ?? "250 2.0.0 Taken";
            hop.Locked(() =>
            {
                hop._messages.Add(new ReceivedMessage([.. _recipients], data, answer.StartsWith('2'), _stream is SslStream));
                return 0;
            });
            _recipients.Clear();
            await AnswerAsync("(said)", "", answer, stop);
        }

        private async Task<string> ReadLineAsync(CancellationToken stop)
        {
            while (true)
            {
                var end = Array.IndexOf(_pending, (byte)'\n');
                if (end >= 0)
                {
                    var line = Encoding.Latin1.GetString(_pending, 0, end).TrimEnd('\r');
                    _pending = _pending[(end + 1)..];
                    return line;
                }
                _pending = [.. _pending, .. await ReceiveAsync(stop)];
            }
        }

        private async Task<byte[]> ReceiveAsync(CancellationToken stop)
        {
            var block = new byte[65536];
            var read = await _stream.ReadAsync(block, stop);
            return read > 0 ? block[..read] : throw new EndOfStreamException();
        }
    }
}
