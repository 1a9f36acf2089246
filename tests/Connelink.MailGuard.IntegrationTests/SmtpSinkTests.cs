using System.Text.Json.Nodes;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Postfix's smtp-sink as a next hop that misbehaves: nobody is told 250 for what it does not have, no honest message is refused for good.</summary>
public sealed class SmtpSinkTests
{
    private const int Messages = 3;

    private static readonly GatewaySetup Impatient = new()
    {
        Hosts = [],
        NextHop = new JsonObject { ["ConnectTimeout"] = "00:00:02", ["RcptTimeout"] = "00:00:04", ["DataTimeout"] = "00:00:04", ["RentTimeout"] = "00:00:02", ["FinalReplyTimeout"] = "00:00:04" },
    };

    [Theory]
    [InlineData("")]
    [InlineData("-p")] // no PIPELINING
    [InlineData("-e")] // no ESMTP
    [InlineData("-8 -N -E")] // no 8BITMIME, no DSN, no ENHANCEDSTATUSCODES
    [InlineData("-q QUIT")]
    [InlineData("-q RSET")]
    [InlineData("-w 1")] // slow to answer DATA
    [InlineData("-W RCPT:1")]
    [InlineData("-W .:1")]
    public async Task A_slow_or_plain_next_hop_gets_every_message(string options)
    {
        var (replies, delivered) = await SendAsync(options, Impatient);
        Assert.All(replies, reply => Assert.StartsWith("250", reply.Value));
        Assert.Equal(replies.Keys.Order(), delivered.Order());
    }

    [Theory]
    [InlineData("-r", "CONNECT", "EHLO,HELO", "MAIL", "RCPT", "DATA", ".")]
    [InlineData("-f", "CONNECT", "EHLO,HELO", "MAIL", "RCPT", "DATA", ".")]
    [InlineData("-q", "CONNECT", "EHLO,HELO", "MAIL", "RCPT", "DATA", ".")]
    [InlineData("-Q", "CONNECT", "EHLO,HELO", "MAIL", "RCPT", "DATA", ".")]
    public async Task A_next_hop_that_fails_in_any_phase_leaves_the_message_with_the_client(string how, params string[] phases)
    {
        foreach (var phase in phases)
        {
            var (replies, delivered) = await SendAsync($"{how} {phase}", Impatient);
            Assert.All(replies, reply => Assert.True(reply.Value.StartsWith('4'), $"{how} {phase}: {reply.Value}"));
            Assert.Empty(delivered);
        }
    }

    [Fact]
    public async Task A_500_to_RCPT_is_no_verdict_on_the_recipient()
    {
        using var folder = new TempFolder();
        await using var sink = await SmtpSink.StartAsync(folder, "-f RCPT");
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        Assert.StartsWith("451", await client.BeginAsync());
        await gateway.StopAsync();
    }

    [Fact]
    public async Task A_frozen_next_hop_costs_a_451_and_gets_mail_again_when_it_goes_on()
    {
        using var folder = new TempFolder();
        await using var sink = await SmtpSink.StartAsync(folder);
        await using var gateway = await GatewayProcess.StartAsync(Impatient with { Hosts = [sink.Port] });
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        Assert.StartsWith("250", await client.DeliverAsync(MessageId.New()));

        sink.Process.Freeze();
        Assert.StartsWith("4", await client.DeliverAsync(MessageId.New()));
        sink.Process.Thaw();
        await Until.TrueAsync(async () => SmtpDialog.IsPositive(await client.DeliverAsync(MessageId.New())), "mail flows again");
        await gateway.StopAsync();
    }

    /// <summary>Killed between and in the middle of messages: each id that got a 250 is in one of its files.</summary>
    [Fact]
    public async Task A_next_hop_that_is_killed_again_and_again_has_all_that_was_acknowledged()
    {
        using var folder = new TempFolder();
        var port = Ports.Free();
        var sink = await SmtpSink.StartAsync(folder, port: port);
        await using var gateway = await GatewayProcess.StartAsync(Impatient with { Hosts = [port] });
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        List<string> acknowledged = [];
        for (var round = 0; round < 5; round++)
        {
            var id = MessageId.New();
            if (SmtpDialog.IsPositive(await client.DeliverAsync(id))) acknowledged.Add(id);
            var large = SmtpDialog.Message(MessageId.New(), 1_000_000);
            await client.BeginAsync();
            await client.SayAsync("DATA");
            await client.SendAsync(large[..600_000]);
            await sink.DisposeAsync();
            Assert.StartsWith("4", await client.SayAsync(large[600_000..] + "."));
            Assert.StartsWith("4", await client.DeliverAsync(MessageId.New()));
            sink = await SmtpSink.StartAsync(folder, port: port);
            await Until.TrueAsync(async () =>
            {
                var next = MessageId.New();
                if (!SmtpDialog.IsPositive(await client.DeliverAsync(next))) return false;
                acknowledged.Add(next);
                return true;
            }, "mail flows again");
        }
        Assert.Empty(acknowledged.Except(sink.Messages.Select(MessageId.In)));
        await sink.DisposeAsync();
        await gateway.StopAsync();
    }

    private static async Task<(Dictionary<string, string> Replies, string[] Delivered)> SendAsync(string options, GatewaySetup setup)
    {
        using var folder = new TempFolder();
        await using var sink = await SmtpSink.StartAsync(folder, options);
        await using var gateway = await GatewayProcess.StartAsync(setup with { Hosts = [sink.Port] });
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        Dictionary<string, string> replies = [];
        for (var i = 0; i < Messages; i++)
        {
            var id = MessageId.New();
            replies[id] = await client.DeliverAsync(id, octets: i == Messages - 1 ? 600_000 : 2_000);
        }
        await gateway.StopAsync();
        return (replies, [.. sink.Messages.Select(MessageId.In).Where(id => SmtpDialog.IsPositive(replies.GetValueOrDefault(id, "2")))]);
    }
}
