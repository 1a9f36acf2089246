using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A client of bare octets: it sends exactly what the test says, and may stop anywhere.</summary>
internal sealed class SmtpDialog : IDisposable
{
    public const string From = "sender@elsewhere.example";
    public const string To = "alice@client.example";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16_384];
    private string _unread = "";

    private SmtpDialog()
    {
    }

    /// <summary>Connects, and takes the greeting and the reply to EHLO.</summary>
    public static async Task<SmtpDialog> OpenAsync(int port)
    {
        var dialog = await ConnectAsync(port);
        await dialog.ReadAsync();
        await dialog.SayAsync("EHLO test.example");
        return dialog;
    }

    public static async Task<SmtpDialog> ConnectAsync(int port)
    {
        var dialog = new SmtpDialog();
        await dialog._socket.ConnectAsync(IPAddress.Loopback, port);
        return dialog;
    }

    /// <summary>A small message with this id, which sinks count by.</summary>
    public static string Message(string id, int octets = 200, string from = From)
    {
        var text = new StringBuilder($"From: <{from}>\r\nTo: <{To}>\r\nSubject: test\r\nMessage-ID: <{id}>\r\n\r\n");
        while (text.Length < octets) text.Append("The quick brown fox jumps over the lazy dog, again and again, until done.\r\n");
        return text.ToString();
    }

    public async Task SendAsync(string octets)
    {
        ReadOnlyMemory<byte> rest = Encoding.Latin1.GetBytes(octets);
        while (rest.Length > 0) rest = rest[await _socket.SendAsync(rest)..];
    }

    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync();
    }

    /// <summary>One reply with all its lines; "" when the connection ended instead.</summary>
    public async Task<string> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var reply = new StringBuilder();
        while (true)
        {
            var end = _unread.IndexOf("\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                var read = await ReceiveAsync(patience.Token);
                if (read == 0) return "";
                _unread += Encoding.Latin1.GetString(_buffer, 0, read);
                continue;
            }
            var line = _unread[..end];
            _unread = _unread[(end + 2)..];
            reply.Append(line).Append('\n');
            if (line.Length < 4 || line[3] != '-') return reply.ToString();
        }
    }

    public async Task<bool> IsClosedAsync() => await ReadAsync() == "";

    /// <summary>MAIL and RCPT, both accepted or not: the reply to RCPT.</summary>
    public async Task<string> BeginAsync(string from = From, string to = To)
    {
        await SayAsync($"MAIL FROM:<{from}>");
        return await SayAsync($"RCPT TO:<{to}>");
    }

    /// <summary>A whole transaction; the first reply that is not positive, or the final one.</summary>
    public async Task<string> DeliverAsync(string id, int octets = 200, string from = From, string to = To)
    {
        var reply = await BeginAsync(from, to);
        if (!IsPositive(reply)) return await ResetAsync(reply);
        reply = await SayAsync("DATA");
        if (!reply.StartsWith("354", StringComparison.Ordinal)) return await ResetAsync(reply);
        return await SayAsync(Message(id, octets, from: from) + ".");
    }

    public static bool IsPositive(string reply) => reply.StartsWith('2');

    public void Dispose() => _socket.Dispose();

    private async Task<string> ResetAsync(string reply)
    {
        if (reply != "") await SayAsync("RSET");
        return reply;
    }

    private async Task<int> ReceiveAsync(CancellationToken cancel)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer, cancel);
        }
        catch (SocketException) // reset is an end too
        {
            return 0;
        }
    }
}
