using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Load.Client;

/// <summary>The client's end of one SMTP connection: whole writes, replies read by code.</summary>
internal sealed class ClientConnection : IDisposable
{
    private const int BufferOctets = 16 * 1024;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferOctets);
    private readonly IPEndPoint _endpoint;
    private readonly ClientTls _tls;
    private readonly Socket _socket;
    private readonly Wire _wire;
    private int _start;
    private int _end;

    public ClientConnection(IPEndPoint endpoint, ClientTls tls)
    {
        _endpoint = endpoint;
        _tls = tls;
        _socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _wire = new Wire(_socket);
    }

    public bool OffersSize { get; private set; }

    public int Messages { get; set; }

    /// <summary>Connects, reads the greeting and says EHLO.</summary>
    /// <param name="from">The client's own address; null: the system chooses.</param>
    public async Task OpenAsync(IPAddress? from = null)
    {
        if (from is not null) _socket.Bind(new IPEndPoint(from, 0));
        await _socket.ConnectAsync(_endpoint);
        if (_tls == ClientTls.Implicit) await _wire.UpgradeAsClientAsync();
        await ExpectAsync(220);
        await HelloAsync();
        if (_tls != ClientTls.StartTls) return;
        await SendAsync(StartTls);
        await ExpectAsync(220);
        await _wire.UpgradeAsClientAsync();
        await HelloAsync();
    }

    public async Task QuitAsync()
    {
        await SendAsync(Quit);
        await ReplyAsync();
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets) => _wire.SendAsync(octets);

    /// <summary>The code of the next reply; a reply of several lines is one reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReplyAsync()
    {
        while (true)
        {
            if (TryTakeReply(out var code)) return code;
            if (_start > 0) Compact();
            var received = await _wire.ReceiveAsync(_buffer.AsMemory(_end));
            if (received == 0) throw new EndOfStreamException("the server closed the connection");
            _end += received;
        }
    }

    /// <summary>Wakes whoever waits for this connection; its owner still disposes it.</summary>
    public void Abort() => _wire.Dispose();

    public void Dispose()
    {
        _wire.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private static readonly byte[] Hello = "EHLO client.elsewhere.example\r\n"u8.ToArray();

    private static readonly byte[] Quit = "QUIT\r\n"u8.ToArray();

    private static readonly byte[] StartTls = "STARTTLS\r\n"u8.ToArray();

    private async Task HelloAsync()
    {
        await SendAsync(Hello);
        await ExpectAsync(250);
    }

    private async Task ExpectAsync(int expected)
    {
        var code = await ReplyAsync();
        if (code != expected) throw new IOException($"{expected} was due and {code} came");
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
    }

    private bool TryTakeReply(out int code)
    {
        code = 0;
        for (var at = _start; ;)
        {
            var line = _buffer.AsSpan(at, _end - at);
            var lineEnd = line.IndexOf((byte)'\n');
            if (lineEnd < 0) return false;
            line = line[..lineEnd];
            at += lineEnd + 1;
            if (line.Length > 8 && line[4..].StartsWith("SIZE"u8)) OffersSize = true;
            if (line.Length > 3 && line[3] == (byte)'-') continue;
            _start = at;
            return Utf8Parser.TryParse(line, out code, out _);
        }
    }
}
