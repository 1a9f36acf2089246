using System.Collections.Concurrent;
using System.Net;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Connelink.MailGuard.Tests.Relay;

/// <summary>Connections to the next hop: how many, for whom, and how they end.</summary>
public sealed class NextHopPoolTests
{
    [Fact]
    public async Task A_next_hop_that_takes_fewer_connections_gets_all_mail_over_those()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxConnections = 32);
        nextHop.MaxOpen = 4;
        ConcurrentBag<string> replies = [];

        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => SendAsync(gateway, messages: 10, replies)));

        Assert.All(replies, reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal(240, nextHop.Messages.Count);
        Assert.True(gateway.Running.NextHops.Single().IsUp);
        // Each of the 24 may have been turned away before the bound was known; then the pool knows.
        Assert.InRange(nextHop.TurnedAway, 1, 40);
    }

    [Fact]
    public async Task One_connection_is_enough_and_retired_connections_leave_before_the_next_is_opened()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxTransactions = 2);
        nextHop.MaxOpen = 1;
        ConcurrentBag<string> replies = [];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(gateway, messages: 10, replies)));

        Assert.All(replies, reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.InRange(nextHop.TurnedAway, 0, 8);
        Assert.InRange(nextHop.Farewells, 19, 30);
    }

    [Fact]
    public async Task Who_is_turned_away_waits_no_longer_than_for_a_full_pool()
    {
        await using var nextHop = new FakeNextHop { Script = at => at.Verb == "(end)" ? FakeNextHop.Freeze : null };
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].RentTimeout = TimeSpan.FromMilliseconds(200));
        nextHop.MaxOpen = 1;
        await using var busy = await gateway.ConnectAsync();
        await busy.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *\nC: Subject: busy\nC:\nC: .");
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Contains("DATA"), "DATA at the next hop");

        await gateway.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<bob@example.org>\nS: 451 4.3.2 *");
        Assert.True(gateway.Running.NextHops.Single().IsUp);
    }

    [Fact]
    public async Task A_probe_that_is_one_too_many_does_not_make_health_red()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].ProbeInterval = TimeSpan.FromMilliseconds(50));
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *");
        nextHop.MaxOpen = 1;
        await FakeNextHop.UntilAsync(() => nextHop.TurnedAway >= 3, "three probes");
        Assert.True(gateway.Running.NextHops.Single().IsUp);
        Assert.Null(gateway.Running.NextHops.Single().Problem);
    }

    [Fact]
    public async Task What_lies_idle_too_long_is_closed_with_QUIT_though_nobody_rents()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].IdleTimeout = TimeSpan.FromMilliseconds(100));
        await NextHopFailureTests.Deliver(gateway);
        var farewells = nextHop.Farewells;
        await FakeNextHop.UntilAsync(() => nextHop.Open == 0, "no connection is open");
        Assert.Equal(farewells + 1, nextHop.Farewells);
    }

    [Fact]
    public async Task What_the_next_hop_closed_is_let_go_though_nobody_rents()
    {
        await using var nextHop = new FakeNextHop();
        await using var parts = new PoolParts();
        await using var pool = parts.Pool(nextHop.Host);
        await pool.StartProbesAsync();
        var holder = new RelayTransaction(IPAddress.Loopback);
        var (connection, _) = await pool.RentAsync(holder, SmtpExtensions.None, fresh: false);
        pool.Return(connection!, reusable: true);
        Assert.Equal(1, pool.Open);
        nextHop.CloseAll();
        await FakeNextHop.UntilAsync(() => pool.Open == 0, "the pool has no connection");
    }

    [Fact]
    public async Task Idle_connections_take_their_leave_when_the_gateway_stops()
    {
        await using var nextHop = new FakeNextHop();
        await using (var gateway = await Gateway.StartAsync(nextHop)) await NextHopFailureTests.Deliver(gateway);
        await FakeNextHop.UntilAsync(() => nextHop.Farewells == nextHop.Connections, "a QUIT on every connection");
    }

    [Fact]
    public async Task A_mistake_in_dialling_is_451_and_leaves_the_place_in_the_pool()
    {
        // A name that is too long to be asked for is an exception of the resolver.
        await using var parts = new PoolParts();
        await using var pool = parts.Pool(new string('x', 300) + ":25");
        for (var i = 0; i < 3; i++)
        {
            var (connection, failure) = await pool.RentAsync(new RelayTransaction(IPAddress.Loopback), SmtpExtensions.None, fresh: false);
            Assert.Null(connection);
            Assert.Equal(451, failure!.Code);
            Assert.Equal(0, pool.Open);
        }
        Assert.False(pool.Health.Single().IsUp);
    }

    /// <summary>It happens for each message.</summary>
    [Fact]
    public async Task Renting_and_returning_allocates_nothing()
    {
        await using var nextHop = new FakeNextHop();
        await using var parts = new PoolParts();
        await using var pool = parts.Pool(nextHop.Host);
        var holder = new RelayTransaction(IPAddress.Loopback);
        pool.Return((await pool.RentAsync(holder, SmtpExtensions.None, fresh: false)).Connection!, reusable: true);
        var before = 0L;
        for (var i = 0; i < 200; i++)
        {
            if (i == 100) before = GC.GetAllocatedBytesForCurrentThread();
            pool.Return((await pool.RentAsync(holder, SmtpExtensions.None, fresh: false)).Connection!, reusable: true);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task A_thousand_that_wait_are_served_one_after_the_other()
    {
        await using var nextHop = new FakeNextHop();
        await using var parts = new PoolParts();
        await using var pool = parts.Pool(nextHop.Host, maxConnections: 2);
        var served = 0;
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            var (connection, _) = await pool.RentAsync(new RelayTransaction(IPAddress.Loopback), SmtpExtensions.None, fresh: false);
            await Task.Yield();
            Interlocked.Increment(ref served);
            pool.Return(connection!, reusable: true);
        }));
        Assert.Equal(1000, served);
        Assert.Equal(2, pool.Open);
        Assert.Equal(0, pool.Waiting);
    }

    [Fact]
    public async Task A_client_that_fills_the_pool_leaves_half_of_it_to_another()
    {
        await using var nextHop = new FakeNextHop { Script = at => { if (at.Verb == "(end)") Thread.Sleep(2); return null; } };
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxConnections = 4);
        ConcurrentBag<string> greedy = [], modest = [];
        using var done = new CancellationTokenSource();
        var crowd = Enumerable.Range(0, 40).Select(_ => SendAsync(gateway, messages: 1000, greedy, "127.0.0.2", done.Token)).ToArray();
        await FakeNextHop.UntilAsync(() => greedy.Count > 100, "the pool is full of one client");

        var before = greedy.Count;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(gateway, messages: 50, modest, "127.0.0.1")));
        var meanwhile = greedy.Count - before;

        await done.CancelAsync();
        await Task.WhenAll(crowd);
        Assert.All(greedy.Concat(modest), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        // With 40 senders against 4 it would be ten to one without fairness; half each is one to one.
        Assert.InRange(meanwhile, 0, 3 * modest.Count);
    }

    [Fact]
    public async Task Clients_that_stop_after_RCPT_do_not_keep_others_from_sending()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxConnections = 16);
        List<SmtpDialog> stopped = [];
        for (var i = 0; i < 64; i++)
        {
            stopped.Add(await gateway.ConnectAsync(from: "127.0.0.2"));
            await stopped[i].PlayAsync($"C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<u{i + 1}@example.org>\nS: 250 *");
        }
        ConcurrentBag<double> milliseconds = [];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 25; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                await NextHopFailureTests.Deliver(gateway);
                milliseconds.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }
        }));

        Assert.Equal(200, nextHop.Messages.Count);
        double[] sorted = [.. milliseconds.Order()];
        TestContext.Current.SendDiagnosticMessage($"beside 64 clients that stopped after RCPT: median {sorted[100]:0.0} ms, p99 {sorted[198]:0.0} ms, longest {sorted[^1]:0.0} ms");

        // And those who stopped may go on.
        foreach (var client in stopped)
        {
            await client.PlayAsync("C: DATA\nS: 354 *\nC: Subject: late\nC:\nC: .\nS: 250 *");
            await client.DisposeAsync();
        }
        Assert.Equal(264, nextHop.Messages.Count);
    }

    private static async Task SendAsync(Gateway gateway, int messages, ConcurrentBag<string> replies, string from = "127.0.0.1", CancellationToken done = default)
    {
        await using var client = await gateway.ConnectAsync(from: from);
        for (var i = 0; i < messages && !done.IsCancellationRequested; i++)
        {
            await client.SendAsync("MAIL FROM:<x@example.net>\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n");
            await client.ReadAsync();
            var reply = await client.ReadAsync();
            if (reply.StartsWith('2'))
            {
                await client.ReadAsync();
                await client.SendAsync("Subject: x\r\n\r\n.\r\n");
                reply = await client.ReadAsync();
            }
            replies.Add(reply);
            if (!reply.StartsWith('2')) return;
        }
    }

    /// <summary>What a pool needs around it.</summary>
    private sealed class PoolParts : IAsyncDisposable
    {
        private readonly Deadlines _deadlines = new();
        private readonly WorkerLane _lane = new(1);

        public NextHopPool Pool(string host, int maxConnections = 128) => new(
            "hop",
            new NextHopOptions { Hosts = [host], Tls = NextHopTls.None, MaxConnections = maxConnections },
            "gateway.example",
            _deadlines,
            _lane,
            NullLogger.Instance);

        public ValueTask DisposeAsync()
        {
            _deadlines.Dispose();
            _lane.Dispose();
            return default;
        }
    }
}
