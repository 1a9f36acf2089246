using System.Diagnostics;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class LoadTests
{
    [Fact]
    public async Task Of_10000_messages_over_50_connections_none_is_lost_and_none_doubled()
    {
        const int Connections = 50, Each = 200;
        await using var sink = new CountingSink { KeepsMessages = false };
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        var sent = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAsync(gateway.Inbound, Each)));
        Assert.Equal(sent.SelectMany(ids => ids).Order(), sink.Received.Keys.Order());
        Assert.All(sink.Received.Values, count => Assert.Equal(1, count));
        await gateway.StopAsync();
    }

    /// <summary>A generous bound: a gateway that waits for the stalled ones takes tens of seconds.</summary>
    [Theory]
    [InlineData(128)]
    [InlineData(16)] // fewer than the stalled ones: they must give their connections up
    public async Task Clients_that_stop_after_RCPT_do_not_delay_others(int maxConnections)
    {
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], NextHop = new() { ["MaxConnections"] = maxConnections } });
        var before = await TimeAsync(gateway.Inbound);
        List<SmtpDialog> stalled = [];
        for (var i = 0; i < 64; i++)
        {
            stalled.Add(await SmtpDialog.OpenAsync(gateway.Inbound));
            Assert.StartsWith("250", await stalled[i].BeginAsync());
        }
        var beside = await TimeAsync(gateway.Inbound);
        Assert.True(beside < TimeSpan.FromSeconds(2) + (10 * before), $"p99 {before.TotalMilliseconds} ms, beside the stalled {beside.TotalMilliseconds} ms");

        Assert.StartsWith("354", await stalled[0].SayAsync("DATA"));
        Assert.StartsWith("250", await stalled[0].SayAsync(SmtpDialog.Message(MessageId.New()) + "."));
        stalled.ForEach(client => client.Dispose());
        await gateway.StopAsync();
    }

    private static async Task<List<string>> SendAsync(int port, int messages)
    {
        using var client = await SmtpDialog.OpenAsync(port);
        List<string> ids = [];
        for (var i = 0; i < messages; i++)
        {
            ids.Add(MessageId.New());
            Assert.StartsWith("250", await client.DeliverAsync(ids[i], 4096));
        }
        return ids;
    }

    /// <summary>p99 of 200 messages.</summary>
    private static async Task<TimeSpan> TimeAsync(int port)
    {
        using var client = await SmtpDialog.OpenAsync(port);
        List<TimeSpan> times = [];
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.StartsWith("250", await client.DeliverAsync(MessageId.New()));
            times.Add(Stopwatch.GetElapsedTime(started));
        }
        return times.Order().ElementAt(197);
    }
}
