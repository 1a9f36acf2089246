using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>What smtp-sink cannot do: a next hop that changes its mind in mid-session.</summary>
public sealed class NextHopTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pooled_connections_that_the_next_hop_closed_cost_no_message(bool reset)
    {
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        for (var i = 0; i < 20; i++)
        {
            var id = MessageId.New();
            Assert.StartsWith("250", await client.DeliverAsync(id));
            Assert.Equal(1, sink.Received[id]);
            sink.CloseConnections(reset);
        }
        await gateway.StopAsync();
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_421_in_mid_session_is_made_good_on_another_connection(string verb)
    {
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        for (var i = 0; i < 5; i++)
        {
            var busy = 1;
            sink.Answer = line => Task.FromResult(line.StartsWith(verb, StringComparison.Ordinal) && Interlocked.Exchange(ref busy, 0) == 1 ? "421 4.3.2 busy" : null);
            var id = MessageId.New();
            Assert.StartsWith("250", await client.DeliverAsync(id));
            Assert.Equal(1, sink.Received[id]);
        }
        await gateway.StopAsync();
    }

    [Theory]
    [InlineData("", "451")]
    [InlineData("421 4.3.2 busy", "451")]
    [InlineData("354 again", "451")]
    [InlineData("garbage", "451")]
    [InlineData("452 4.3.1 full", "452 4.3.1")]
    [InlineData("550 5.7.1 no", "550 5.7.1")]
    public async Task The_reply_to_the_final_dot_is_the_next_hops_or_451(string answer, string expected)
    {
        await using var sink = new CountingSink { Answer = line => Task.FromResult(line == "." ? answer : null) };
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        Assert.StartsWith(expected, await client.DeliverAsync(MessageId.New()));
        Assert.StartsWith(expected, await client.DeliverAsync(MessageId.New(), 600_000));
        Assert.Empty(sink.Received);
        await gateway.StopAsync();
    }

    [Fact]
    public async Task A_small_SIZE_is_announced_and_what_exceeds_it_never_reaches_the_next_hop()
    {
        await using var sink = new CountingSink { Extensions = ["SIZE 100000"] };
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        using var client = await SmtpDialog.ConnectAsync(gateway.Inbound);
        await client.ReadAsync();
        Assert.Contains($"SIZE {100_000 - 8192}", await client.SayAsync("EHLO test.example"));
        Assert.StartsWith("552", await client.SayAsync("MAIL FROM:<a@elsewhere.example> SIZE=99000"));
        Assert.StartsWith("250", await client.DeliverAsync(MessageId.New(), 80_000));
        Assert.StartsWith("552", await client.DeliverAsync(MessageId.New(), 200_000));
        Assert.Single(sink.Messages);
        await gateway.StopAsync();
    }
}
