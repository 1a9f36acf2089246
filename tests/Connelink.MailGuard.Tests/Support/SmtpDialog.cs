using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Connelink.MailGuard.Tests.Support;

/// <summary>A client that plays what is written: "C: " lines are sent, "S: " lines are awaited; "*" at the end of one stands for anything.</summary>
public sealed class SmtpDialog : IAsyncDisposable
{
    private readonly Socket _socket;
    private string _received = "";

    private SmtpDialog(AddressFamily family) => _socket = new(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Connected and greeted; says EHLO unless told otherwise.</summary>
    public static async Task<SmtpDialog> OpenAsync(IPEndPoint server, bool hello = true, string from = "127.0.0.1")
    {
        var client = IPAddress.Parse(from);
        var dialog = new SmtpDialog(client.AddressFamily);
        dialog._socket.Bind(new IPEndPoint(client, 0));
        await dialog._socket.ConnectAsync(server);
        if (!hello) return dialog;
        Assert.StartsWith("220 ", await dialog.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await dialog.SayAsync("EHLO client.example"), StringComparison.Ordinal);
        return dialog;
    }

    public Task SendAsync(string octets) => SendAsync(Encoding.Latin1.GetBytes(octets));

    public async Task SendAsync(byte[] octets)
    {
        for (var sent = 0; sent < octets.Length;) sent += await _socket.SendAsync(octets.AsMemory(sent));
    }

    /// <summary>One line, and the reply to it.</summary>
    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync();
    }

    /// <summary>A reply, all its lines; "(end)" when the connection was closed, "(reset)" when it was reset.</summary>
    public async Task<string> ReadAsync()
    {
        while (true)
        {
            for (var start = 0; _received.IndexOf('\n', start) is var end and >= 0; start = end + 1)
            {
                if (_received.Length <= start + 3 || _received[start + 3] == '-') continue;
                var reply = _received[..end].TrimEnd('\r');
                _received = _received[(end + 1)..];
                return reply;
            }
            var block = new byte[16384];
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                var read = await _socket.ReceiveAsync(block, patience.Token);
                if (read == 0) return "(end)";
                _received += Encoding.Latin1.GetString(block, 0, read);
            }
            catch (SocketException)
            {
                return "(reset)";
            }
        }
    }

    /// <summary>Plays the lines; a group of "C: " lines goes out in one write.</summary>
    public async Task PlayAsync(string script)
    {
        var batch = new StringBuilder();
        foreach (var line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("C:", StringComparison.Ordinal))
            {
                batch.Append(line.AsSpan(2).TrimStart(' ')).Append("\r\n");
                continue;
            }
            if (batch.Length > 0) await SendAsync(batch.ToString());
            batch.Clear();
            Matches(line[2..].TrimStart(), await ReadAsync());
        }
        if (batch.Length > 0) await SendAsync(batch.ToString());
    }

    /// <summary>The connection breaks as with a client that crashed.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void StopSending() => _socket.Shutdown(SocketShutdown.Send);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }

    private static void Matches(string expected, string actual)
    {
        if (expected.EndsWith('*')) Assert.StartsWith(expected[..^1], actual, StringComparison.Ordinal);
        else Assert.Equal(expected, actual);
    }
}
