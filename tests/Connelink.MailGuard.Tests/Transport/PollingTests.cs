using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Transport;
using Xunit;

namespace Connelink.MailGuard.Tests.Transport;

/// <summary>Connections on the polling loops, against peers on the runtime's own sockets.</summary>
public sealed class PollingTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Deadlines _deadlines = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public PollingTests()
    {
        PolledSocket.SetOptions(_listener.Server); // as ListeningSocket does
        _listener.Start(backlog: 512);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _deadlines.Dispose();
    }

    [Fact]
    public async Task Octets_pass_both_ways_whole_and_in_order_whatever_the_sizes()
    {
        var pairs = Enumerable.Range(0, 40).Select(async seed =>
        {
            var (ours, theirs) = await PairAsync();
            using (theirs)
            {
                var sent = new byte[300_000];
                new Random(seed).NextBytes(sent);
                var received = new byte[sent.Length];
                await Task.WhenAll(PushAsync(theirs, sent, seed), EchoAsync(ours, seed), PullAsync(theirs, received));
                Assert.Equal(sent, received);
            }
        });
        await Task.WhenAll(pairs);
    }

    /// <summary>More than a socket takes at once: a send ends in the first buffer, in the second, or where they meet.</summary>
    [Theory]
    [InlineData(0, 12_000_000)]
    [InlineData(12_000_000, 0)]
    [InlineData(12_000_000, 12_000_000)]
    [InlineData(12_000_000, 1)]
    [InlineData(1, 12_000_000)]
    public async Task Two_buffers_leave_whole_and_in_order_however_little_the_socket_takes(int first, int second)
    {
        var (one, other) = (new byte[first], new byte[second]);
        new Random(first).NextBytes(one);
        new Random(second).NextBytes(other);
        foreach (var isOnLoop in new[] { true, false })
        {
            var (ours, theirs) = await PairAsync();
            var writing = WriteAsync();
            await theirs.SendAsync(new byte[1], Cancel);
            var received = new byte[first + second];
            await PullAsync(theirs, received);
            Assert.True(await writing);
            Assert.Equal([.. one, .. other], received);
            ours.Dispose();
            theirs.Dispose();

            async Task<bool> WriteAsync()
            {
                if (isOnLoop) await ours.ReadAsync(new byte[1], Long);
                return await ours.WriteAsync(one, other, Long);
            }
        }
    }

    [Fact]
    public async Task What_came_with_the_end_is_read_before_the_end()
    {
        for (var i = 0; i < 200; i++)
        {
            var (ours, theirs) = await PairAsync();
            await theirs.SendAsync(new byte[100], Cancel);
            theirs.Shutdown(SocketShutdown.Send);
            if (i % 2 == 0) await Task.Yield();
            var read = 0;
            var buffer = new byte[30];
            while (await ours.ReadAsync(buffer, Long) is > 0 and var octets) read += octets;
            Assert.Equal(100, read);
            Assert.False(ours.TimedOut);
            theirs.Dispose();
            ours.Dispose();
        }
    }

    [Fact]
    public async Task A_connection_that_is_aborted_ends_what_waits_on_it()
    {
        var (ours, theirs) = await PairAsync();
        var reading = ours.ReadAsync(new byte[10], Long);
        var writing = ours.WriteAsync(new byte[50_000_000], Long);
        Assert.False(reading.IsCompleted);
        Assert.False(writing.IsCompleted);
        ours.Abort();

        Assert.Equal(0, await reading);
        Assert.False(await writing);
        Assert.False(await ours.WriteAsync("x"u8.ToArray(), Long));
        Assert.Equal(0, await ours.ReadAsync(new byte[10], Long));
        ours.Dispose();
        theirs.Dispose();
    }

    /// <summary>Whatever the loop is at: nothing that was begun waits for ever, nor does what is begun later.</summary>
    [Fact]
    public async Task An_abort_at_any_moment_ends_what_is_under_way()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var (ours, theirs) = await PairAsync();
            var echo = EchoAsync(ours, i, mayBreak: true);
            await theirs.SendAsync(new byte[random.Next(1, 200_000)], Cancel);
            for (var spins = random.Next(2_000); spins > 0; spins--) Thread.SpinWait(10);
            ours.Abort();
            await echo.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
            theirs.Dispose();
        }
    }

    [Fact]
    public async Task A_read_and_a_write_that_are_late_end()
    {
        var (ours, theirs) = await PairAsync();
        Assert.Equal(0, await ours.ReadAsync(new byte[10], TimeSpan.FromMilliseconds(1)));
        Assert.True(ours.TimedOut);
        Assert.False(await ours.WriteAsync(new byte[50_000_000], TimeSpan.FromMilliseconds(1)));
        ours.Dispose();
        theirs.Dispose();
    }

    [Fact]
    public async Task Peers_that_send_without_end_leave_room_for_others()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var floods = new List<Task>();
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
        {
            var (sink, source) = await PairAsync();
            floods.Add(FloodAsync(source, enough.Token));
            floods.Add(DropAsync(sink));
        }
        var (ours, theirs) = await PairAsync();
        var echo = EchoAsync(ours, 1);
        var octet = new byte[1];
        for (var i = 0; i < 100; i++)
        {
            await theirs.SendAsync(octet, Cancel);
            Assert.Equal(1, await theirs.ReceiveAsync(octet, Cancel));
        }
        theirs.Dispose();
        await echo;
        await enough.CancelAsync();
        await Task.WhenAll(floods);
    }

    [Fact]
    public async Task Places_are_used_again_and_no_event_reaches_the_wrong_connection()
    {
        for (var round = 0; round < 30; round++)
        {
            var pairs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PairAsync()));
            foreach (var (ours, theirs) in pairs)
            {
                await theirs.SendAsync("x"u8.ToArray(), Cancel);
                if (round % 2 == 0) ours.Dispose(); // with an event under way
            }
            foreach (var (ours, theirs) in pairs)
            {
                if (round % 2 == 1) Assert.Equal(1, await ours.ReadAsync(new byte[10], Long));
                theirs.Dispose();
                ours.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_connection_moves_from_loop_to_loop_and_loses_nothing()
    {
        var (moving, echo) = await PairAsync();
        var loops = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => PollingLoop.InTurn()).ToArray();
        var drivers = new[] { await PairOnAsync(loops[0]), await PairOnAsync(loops[^1]) };
        var echoing = Task.Run(async () =>
        {
            var buffer = new byte[100];
            while (await echo.ReceiveAsync(buffer, Cancel) is > 0 and var read) await echo.SendAsync(buffer.AsMemory(0, read), Cancel);
        }, Cancel);
        var octets = new byte[3];
        for (var i = 0; i < 500; i++)
        {
            var (ours, theirs) = drivers[i % 2];
            var waiting = ours.Receiving.ReceiveAsync(octets.AsMemory(0, 1));
            await theirs.SendAsync("x"u8.ToArray(), Cancel);
            Assert.Equal(1, await waiting); // from here on the driver's loop runs, unless the octet was there at once
            moving.MoveHere();
            if (i % 3 == 0) Assert.False(moving.HasInput);
            Assert.True(await moving.WriteAsync("abc"u8.ToArray(), Long));
            for (var at = 0; at < 3;)
            {
                var read = await moving.ReadAsync(octets.AsMemory(at), Long);
                Assert.NotEqual(0, read);
                at += read;
            }
            Assert.Equal("abc"u8.ToArray(), octets);
        }
        moving.Dispose();
        await echoing;
        foreach (var (ours, theirs) in drivers)
        {
            theirs.Dispose();
            ours.Dispose();
        }
    }

    [Fact]
    public async Task Connecting_tells_why_it_failed()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var server = (IPEndPoint)closed.LocalEndpoint;
        var (connection, error) = await SmtpConnection.ConnectAsync(server, _deadlines, Long);
        Assert.Equal(SocketError.Success, error);
        connection!.Dispose();
        closed.Dispose();

        (connection, error) = await SmtpConnection.ConnectAsync(server, _deadlines, Long);
        Assert.Null(connection);
        Assert.Equal(SocketError.ConnectionRefused, error);
    }

    /// <summary>What a next hop said before the client's last octets came has been heard of when they are told.</summary>
    [Fact]
    public async Task A_loop_tells_events_in_the_order_in_which_they_came()
    {
        var (first, toFirst) = await PairAsync();
        var (second, toSecond) = await PairAsync();
        toFirst.NoDelay = toSecond.NoDelay = true;
        await Task.Run(TalkAsync, Cancel);
        foreach (var connection in (IDisposable[])[first, second, toFirst, toSecond]) connection.Dispose();

        async Task TalkAsync()
        {
            for (var i = 0; i < 500;)
            {
                var waiting = second.FillAsync(Long);
                if (PollingLoop.Current is not null)
                {
                    // This is the loop's own thread: it hears of both when it goes on.
                    toFirst.Send("x"u8);
                    i++;
                }
                toSecond.Send("y"u8);
                Assert.Equal(1, await waiting);
                second.Consume(1);
                first.MoveHere();
                if (i == 0) continue;
                Assert.True(first.HasInput);
                Assert.Equal(1, await first.FillAsync(Long));
                first.Consume(1);
                Assert.False(first.HasInput);
            }
        }
    }

    /// <summary>A receive stops before urgent data and gives less than there is: that must not be taken for all there is. SMTP has no urgent data (RFC 5321 knows none): the octet is one like all others.</summary>
    [Fact]
    public async Task What_stands_behind_urgent_data_is_read_without_a_further_event()
    {
        for (var i = 0; i < 100; i++)
        {
            var (ours, theirs) = await PairAsync();
            var buffer = new byte[100];
            var reading = i % 2 == 0 ? ours.ReadAsync(buffer, Long) : default; // before and after what it waits for
            theirs.Send("NO"u8);
            theirs.Send("!"u8, SocketFlags.OutOfBand);
            theirs.Send("OP"u8);
            var read = i % 2 == 0 ? await reading : 0;
            while (read < 5)
            {
                var octets = await ours.ReadAsync(buffer.AsMemory(read), Long);
                Assert.True(octets > 0, $"nothing came behind {read} octets");
                read += octets;
            }
            Assert.Equal("NO!OP"u8, buffer.AsSpan(0, read));
            theirs.Dispose();
            ours.Dispose();
        }
    }

    [Fact]
    public async Task An_empty_receive_waits_for_octets_and_takes_none()
    {
        var (ours, theirs) = await PairOnAsync(PollingLoop.Next());
        var waiting = ours.Receiving.ReceiveAsync(Memory<byte>.Empty);
        Assert.False(waiting.IsCompleted);
        theirs.Send("x"u8);
        Assert.Equal(0, await waiting);
        Assert.Equal(1, await ours.Receiving.ReceiveAsync(new byte[10]));
        theirs.Dispose();
        ours.Dispose();
    }

    [Fact]
    public async Task A_socket_is_moved_to_any_loop_between_two_receives_and_loses_nothing()
    {
        var loops = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => PollingLoop.InTurn()).ToArray();
        var (ours, theirs) = await PairOnAsync(loops[0]);
        var octet = new byte[1];
        for (var i = 0; i < 500; i++)
        {
            if (i % 3 == 0) theirs.Send([(byte)i]);
            ours.MoveTo(loops[i % loops.Length]); // from whatever thread the last receive ended on
            var receiving = ours.Receiving.ReceiveAsync(octet);
            if (i % 3 != 0) theirs.Send([(byte)i]);
            Assert.Equal(1, await receiving);
            Assert.Equal((byte)i, octet[0]);
        }
        theirs.Dispose();
        ours.Dispose();
    }

    /// <summary>Ending the writing is an event of the socket itself, which the loop has not heard of when the socket is closed.</summary>
    [Fact]
    public async Task A_connection_that_is_closed_with_an_event_under_way_is_gone_for_the_peer()
    {
        for (var i = 0; i < 50; i++)
        {
            var (ours, theirs) = await PairAsync();
            var waiting = ours.FillAsync(Long);
            theirs.Send("x"u8);
            Assert.Equal(1, await waiting); // from here on the loop runs
            await ours.EndWritingAsync(Long);
            ours.Dispose();
            Assert.Equal(0, await theirs.ReceiveAsync(new byte[1], Cancel));
            await Assert.ThrowsAsync<SocketException>(() => SendUntilResetAsync(theirs).WaitAsync(TimeSpan.FromSeconds(20), Cancel));
            theirs.Dispose();
        }
    }

    private static async Task SendUntilResetAsync(Socket socket)
    {
        while (true)
        {
            await socket.SendAsync("y"u8.ToArray(), Cancel);
            await Task.Delay(1, Cancel);
        }
    }

    private async Task<(SmtpConnection Ours, Socket Theirs)> PairAsync()
    {
        var theirs = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await theirs.ConnectAsync(_listener.LocalEndpoint, Cancel);
        return (new SmtpConnection(await _listener.AcceptSocketAsync(Cancel), _deadlines), theirs);
    }

    private async Task<(PolledSocket Ours, Socket Theirs)> PairOnAsync(PollingLoop loop)
    {
        var theirs = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await theirs.ConnectAsync(_listener.LocalEndpoint, Cancel);
        return (new PolledSocket(await _listener.AcceptSocketAsync(Cancel), loop), theirs);
    }

    private static async Task PushAsync(Socket socket, byte[] octets, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < octets.Length;)
        {
            var length = Math.Min(octets.Length - at, random.Next(1, 9000));
            at += await socket.SendAsync(octets.AsMemory(at, length), Cancel);
        }
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task PullAsync(Socket socket, byte[] into)
    {
        for (var at = 0; at < into.Length;)
        {
            var read = await socket.ReceiveAsync(into.AsMemory(at), Cancel);
            Assert.NotEqual(0, read);
            at += read;
        }
    }

    /// <summary>In pieces of changing size: some empty the socket, some do not. Each leaves from two buffers, of which one may be empty.</summary>
    private static async Task EchoAsync(SmtpConnection ours, int seed, bool mayBreak = false)
    {
        var random = new Random(seed);
        var buffer = new byte[8192];
        while (await ours.ReadAsync(buffer.AsMemory(0, random.Next(1, buffer.Length)), Long) is > 0 and var read)
        {
            var second = random.Next(read + 1);
            Assert.True(await ours.WriteAsync(buffer.AsMemory(0, second), buffer.AsMemory(second, read - second), Long) || mayBreak);
        }
        ours.Dispose();
    }

    private static async Task FloodAsync(Socket source, CancellationToken enough)
    {
        await Task.Yield();
        var octets = new byte[64 * 1024];
        while (!enough.IsCancellationRequested) await source.SendAsync(octets, SocketFlags.None, CancellationToken.None);
        source.Dispose();
    }

    private static async Task DropAsync(SmtpConnection sink)
    {
        var buffer = new byte[1000];
        while (await sink.ReadAsync(buffer, Long) > 0)
        {
        }
        sink.Dispose();
    }
}
