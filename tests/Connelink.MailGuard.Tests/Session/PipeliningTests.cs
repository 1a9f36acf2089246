using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>RFC 2920: batches stay batches, replies leave in command order.</summary>
public sealed class PipeliningTests
{
    [Fact]
    public async Task A_batch_goes_on_as_a_batch_with_DATA()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            C: RCPT TO:<ada@example.org>
            C: RCPT TO:<nobody@example.org>
            C: RCPT TO:<bob@example.org>
            C: DATA
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 550 5.1.1 declared-recipient: *
            S: 250 2.1.5 *
            S: 354 *
            C: Subject: batch
            C:
            C: .
            C: QUIT
            S: 250 2.0.0 Taken
            S: 221 *
            """);
        Assert.Equal(["MAIL FROM:<x@example.net>", "RCPT TO:<ada@example.org>", "RCPT TO:<bob@example.org>", "DATA"], nextHop.Commands);
        Assert.Equal(["ada@example.org", "bob@example.org"], nextHop.Messages.Single().Recipients);
    }

    [Fact]
    public async Task When_we_refuse_every_recipient_the_next_hop_hears_nothing()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            C: RCPT TO:<nobody@example.org>
            C: RCPT TO:<someone@elsewhere.example>
            C: DATA
            S: 250 2.1.0 *
            S: 550 5.1.1 declared-recipient: *
            S: 550 5.7.1 relay-denied: *
            S: 554 5.5.1 *
            """);
        Assert.Empty(nextHop.Commands);
    }

    [Fact]
    public async Task When_the_next_hop_refuses_every_recipient_and_yet_says_354_a_lone_dot_ends_it()
    {
        await using var nextHop = new FakeNextHop();
        nextHop.Script = at => at.Verb switch { "RCPT" => "550 5.1.1 Unknown", "DATA" => "354 Go on", "(end)" => "554 5.5.1 Nobody", _ => null };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            C: RCPT TO:<ada@example.org>
            C: DATA
            S: 250 *
            S: 550 5.1.1 Unknown
            S: 554 5.5.1 *
            """);
        Assert.Equal("", nextHop.Messages.Single().Data);
        nextHop.Script = _ => null;
        await Relay.NextHopFailureTests.Deliver(gateway);
        Assert.True(nextHop.Messages[^1].Acknowledged);
    }

    [Fact]
    public async Task Octets_behind_DATA_are_no_mail_data_and_no_commands()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            C: RCPT TO:<ada@example.org>
            C: DATA
            C: Subject: smuggled
            C:
            C: .
            C: MAIL FROM:<y@example.net>
            S: 250 *
            S: 250 *
            S: 554 5.5.0 *
            S: (end)
            """);
        Assert.Empty(nextHop.Messages);
        Assert.DoesNotContain(nextHop.Commands, command => command.Contains("y@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Five_hundred_recipients_pass_repeats_and_all(bool pipelined)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        var replies = await OfferAsync(client, pipelined, [.. Enumerable.Range(1, 500), 1, 2, 3]);
        Assert.All(replies, reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        await client.PlayAsync("C: DATA\nS: 354 *\nC: Subject: many\nC:\nC: .\nS: 250 *");
        Assert.Equal(503, nextHop.Messages.Single().Recipients.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_501_recipients_nobody_gets_the_message_until_RSET(bool pipelined)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        var replies = await OfferAsync(client, pipelined, Enumerable.Range(1, 503));
        Assert.All(replies[..500], reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.All(replies[500..], reply => Assert.StartsWith("550 5.5.3 recipient-limit: ", reply, StringComparison.Ordinal));
        await client.PlayAsync("C: DATA\nS: 550 5.5.3 recipient-limit: *\nC: RCPT TO:<ada@example.org>\nS: 550 5.5.3 *\nC: RSET\nS: 250 *");
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *");
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task Two_messages_in_one_breath_are_two_messages()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.PlayAsync("""
                C: MAIL FROM:<x@example.net>
                C: RCPT TO:<ada@example.org>
                C: DATA
                S: 250 *
                S: 250 *
                S: 354 *
                """);
            // RFC 2920 3.1: what follows the final dot may be pipelined behind it.
            await client.PlayAsync("""
                C: Subject: one
                C:
                C: .
                C: MAIL FROM:<x@example.net>
                C: RCPT TO:<bob@example.org>
                C: DATA
                S: 250 2.0.0 *
                S: 250 *
                S: 250 *
                S: 354 *
                C: Subject: two
                C:
                C: .
                S: 250 2.0.0 *
                """);
        }
        Assert.Equal(6, nextHop.Messages.Count);
    }

    private static async Task<List<string>> OfferAsync(SmtpDialog client, bool pipelined, IEnumerable<int> recipients)
    {
        List<string> lines = [.. recipients.Select(n => $"RCPT TO:<u{n}@example.org>\r\n")], replies = [];
        Assert.StartsWith("250", await client.SayAsync("MAIL FROM:<x@example.net>"), StringComparison.Ordinal);
        if (pipelined) await client.SendAsync(string.Concat(lines));
        foreach (var line in lines)
        {
            if (!pipelined) await client.SendAsync(line);
            replies.Add(await client.ReadAsync());
        }
        return replies;
    }
}
