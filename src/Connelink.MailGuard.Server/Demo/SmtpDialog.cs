using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>A small SMTP client: lines out, replies in. It can also send what no client should.</summary>
internal sealed class SmtpDialog : IDisposable
{
    private readonly TcpClient _connection;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private SmtpDialog(TcpClient connection)
    {
        _connection = connection;
        _stream = connection.GetStream();
        _reader = new StreamReader(_stream, Encoding.Latin1);
    }

    public static async Task<SmtpDialog> ConnectAsync(IPEndPoint server, CancellationToken cancel)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(server, cancel);
        return new(connection);
    }

    /// <summary>One reply with all its lines, or what it means that none came.</summary>
    public async Task<string> ReadAsync(CancellationToken cancel)
    {
        var reply = new StringBuilder();
        try
        {
            while (await _reader.ReadLineAsync(cancel) is { } line)
            {
                reply.Append(reply.Length == 0 ? "" : "\n").Append(line);
                if (line.Length < 4 || line[3] != '-') return reply.ToString();
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
        return "connection closed";
    }

    /// <summary>Several lines in one write: PIPELINING (RFC 2920).</summary>
    public async Task<IReadOnlyList<string>> SendAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        await WriteAsync(Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))), cancel);
        List<string> replies = [];
        for (var i = 0; i < lines.Count; i++) replies.Add(await ReadAsync(cancel));
        return replies;
    }

    public async Task<string> SendAsync(string line, CancellationToken cancel) => (await SendAsync([line], cancel))[0];

    /// <summary>Octets as they are. A server that has closed meanwhile is no error: its reply may still be there to read.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        try
        {
            await _stream.WriteAsync(octets, cancel);
        }
        catch (IOException)
        {
            // ReadAsync tells.
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _connection.Dispose();
    }
}
