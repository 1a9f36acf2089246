using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Passes everything on, until the server behind it has said so many octets in a connection: then both ends are closed.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public CuttingProxy(int server, long octets)
    {
        Octets = octets;
        _listener.Start();
        _serving = ServeAsync(server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many the server may say; connections that come later take a new number.</summary>
    public long Octets { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(int server)
    {
        try
        {
            while (true) await PassAsync(await _listener.AcceptTcpClientAsync(_end.Token), server);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client, int server)
    {
        using (client)
        using (var behind = new TcpClient())
        {
            try
            {
                await behind.ConnectAsync(IPAddress.Loopback, server, _end.Token);
            }
            catch (SocketException)
            {
                return; // Stopped: who comes here hears nothing.
            }
            var (requests, answers) = (CopyAsync(client, behind, long.MaxValue), CopyAsync(behind, client, Octets));
            await Task.WhenAny(requests, answers);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, long octets)
    {
        var block = new byte[4096];
        try
        {
            while (octets > 0 && await from.GetStream().ReadAsync(block, _end.Token) is > 0 and var read)
            {
                await to.GetStream().WriteAsync(block.AsMemory(0, (int)Math.Min(read, octets)), _end.Token);
                octets -= read;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side was closed first.
        }
    }
}
