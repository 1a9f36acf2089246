using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Transport;
using Xunit;

namespace Connelink.MailGuard.Tests.Transport;

public sealed class ListeningSocketTests : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ListeningSocketTests()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(512);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _socket.Dispose();

    [Fact]
    public async Task Whoever_connected_is_accepted_also_many_at_once_and_before_anybody_waited()
    {
        using var listening = new ListeningSocket(_socket);
        for (var round = 0; round < 10; round++)
        {
            var clients = Enumerable.Range(0, 100).Select(_ => new TcpClient()).ToList();
            foreach (var client in clients) await client.ConnectAsync((IPEndPoint)_socket.LocalEndPoint!, Cancel);
            var expected = clients.Select(client => ((IPEndPoint)client.Client.LocalEndPoint!).Port).ToHashSet();
            for (var i = 0; i < clients.Count; i++)
            {
                var (accepted, error) = await listening.AcceptAsync();
                Assert.Null(error);
                Assert.True(expected.Remove(((IPEndPoint)accepted!.RemoteEndPoint!).Port));
                Assert.True(accepted.NoDelay, "an option of the listener is missing");
                accepted.Dispose();
            }
            foreach (var client in clients) client.Dispose();
        }
    }

    [Fact]
    public async Task A_flood_of_connections_does_not_keep_the_loop_from_others()
    {
        using var listening = new ListeningSocket(_socket);
        var clients = Enumerable.Range(0, 200).Select(_ => new TcpClient()).ToList();
        await Task.Run(AcceptAsync, Cancel);
        foreach (var client in clients) client.Dispose();

        async Task AcceptAsync()
        {
            do
            {
                var first = listening.AcceptAsync();
                using var client = new TcpClient();
                client.Connect((IPEndPoint)_socket.LocalEndPoint!);
                (await first).Accepted!.Dispose();
            }
            while (PollingLoop.Current is null);

            // This is the loop's own thread now: it hears of nothing.
            foreach (var client in clients) client.Connect((IPEndPoint)_socket.LocalEndPoint!);
            var atOnce = 0;
            for (var i = 0; i < clients.Count; i++)
            {
                var accepting = listening.AcceptAsync();
                atOnce = accepting.IsCompleted ? atOnce + 1 : 0;
                Assert.InRange(atOnce, 0, 16);
                (await accepting).Accepted!.Dispose();
            }
        }
    }

    [Fact]
    public async Task Closing_ends_the_wait_for_a_connection()
    {
        for (var i = 0; i < 50; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen();
            var listening = new ListeningSocket(socket);
            var waiting = listening.AcceptAsync();
            if (i % 2 == 0) await Task.Yield();
            listening.Dispose();
            Assert.Null((await waiting.AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Accepted);
            Assert.True(listening.IsClosed);
        }
    }
}
