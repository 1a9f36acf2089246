using System.Text;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>Clients that send without end and without a message: what is bounded, and that they can read why.</summary>
public sealed class FloodTests
{
    [Theory]
    [InlineData("NOOP")]
    [InlineData("VRFY ada")]
    [InlineData("HELP")]
    [InlineData("RSET")]
    [InlineData("EHLO again")]
    public async Task Commands_that_bring_no_message_nearer_are_counted(string command)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.MaxIdleCommands = 20);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(string.Concat(Enumerable.Repeat(command + "\r\n", 20_000)));
        var (replies, last, end) = await ReadAllAsync(client);
        Assert.Equal(20, replies); // with the EHLO that opened the session, and the 421
        Assert.StartsWith("421 4.7.0 Too many commands", last, StringComparison.Ordinal);
        Assert.Equal("(end)", end);
    }

    [Fact]
    public async Task Between_messages_and_within_transactions_they_are_free()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.MaxIdleCommands = 20);
        await using var client = await gateway.ConnectAsync();
        for (var i = 0; i < 10; i++)
        {
            await client.PlayAsync(string.Concat(Enumerable.Repeat("C: NOOP\nS: 250 *\n", 15)));
            await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *\nC: Subject: x\nC:\nC: .\nS: 250 *");
        }
        for (var i = 0; i < 50; i++) await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<nobody@example.org>\nS: 550 *\nC: RSET\nS: 250 *");
    }

    [Fact]
    public async Task Who_makes_too_many_errors_can_read_so_though_more_is_on_its_way()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.MaxErrors = 10);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(string.Concat(Enumerable.Repeat("XYZZY\r\n", 20_000)));
        var (_, last, end) = await ReadAllAsync(client);
        Assert.StartsWith("421 4.7.0 Too many errors", last, StringComparison.Ordinal);
        Assert.Equal("(end)", end);
    }

    [Fact]
    public async Task RCPT_commands_over_the_limit_are_errors_in_the_end()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => (options.Smtp.MaxRcptCommands, options.Smtp.MaxErrors) = (100, 10));
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync("MAIL FROM:<x@example.net>\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<ada@example.org>\r\n", 20_000)));
        var (_, last, end) = await ReadAllAsync(client);
        Assert.StartsWith("421 4.7.0 Too many errors", last, StringComparison.Ordinal);
        Assert.Equal("(end)", end);
    }

    [Fact]
    public async Task A_command_line_has_the_idle_time_as_a_whole()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.IdleTimeout = TimeSpan.FromMilliseconds(500));
        await using var client = await gateway.ConnectAsync();
        var reply = client.ReadAsync();
        while (!reply.IsCompleted)
        {
            await client.SendAsync("N");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.StartsWith("421 4.4.2", await reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_on_after_a_refusal_can_read_it_though_more_is_on_its_way()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.MaxMessageOctets = 100_000);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *");
        await client.SendAsync("Subject: endless\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 5_000)));
        var (replies, last, end) = await ReadAllAsync(client);
        Assert.Equal(1, replies);
        Assert.StartsWith("552 5.3.4", last, StringComparison.Ordinal);
        Assert.Equal("(end)", end);
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task An_envelope_that_takes_too_much_room_is_cut_and_the_message_goes_to_those_accepted()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.MaxEnvelopeOctets = 65_536);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *");
        var accepted = 0;
        var last = "";
        for (var i = 1; i <= 400; i++)
        {
            last = await client.SayAsync($"RCPT TO:<u{i}@example.org> ORCPT=rfc822;{new string('o', 400)}");
            if (last.StartsWith("250", StringComparison.Ordinal)) accepted++;
        }
        Assert.StartsWith("452 4.5.3", last, StringComparison.Ordinal);
        Assert.InRange(accepted, 60, 90);
        await client.PlayAsync("C: DATA\nS: 354 *\nC: Subject: many\nC:\nC: .\nS: 250 *");
        Assert.Equal(accepted, nextHop.Messages.Single().Recipients.Count);

        // The next envelope begins anew.
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<u400@example.org>\nS: 250 *");
    }

    [Fact]
    public async Task Five_hundred_recipients_with_everything_that_RCPT_may_carry_fit()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *");
        for (var i = 1; i <= 500; i++)
        {
            Assert.StartsWith("250", await client.SayAsync($"RCPT TO:<u{i}@example.org> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{new string('o', 400)}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ORCPT_in_UTF_8_needs_SMTPUTF8_of_this_MAIL()
    {
        await using var nextHop = new FakeNextHop { Extensions = ["PIPELINING", "8BITMIME", "DSN", "SMTPUTF8"] };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        var rcpt = Encoding.UTF8.GetBytes("RCPT TO:<ada@example.org> ORCPT=utf-8;中@example.org\r\n");
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *");
        await client.SendAsync(rcpt);
        Assert.StartsWith("501 5.5.4", await client.ReadAsync(), StringComparison.Ordinal);

        await client.PlayAsync("C: RSET\nS: 250 *\nC: MAIL FROM:<x@example.net> SMTPUTF8\nS: 250 *");
        await client.SendAsync(rcpt);
        Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
    }

    /// <summary>How many replies came, the last of them, and how the connection ended. What is sent meanwhile is taken: a reset could overtake the last reply.</summary>
    private static async Task<(int Count, string Last, string End)> ReadAllAsync(SmtpDialog client)
    {
        var last = "";
        for (var count = 0; ; count++)
        {
            var reply = await client.ReadAsync();
            if (!reply.StartsWith('('))
            {
                last = reply;
                continue;
            }
            for (var i = 0; i < 20; i++)
            {
                await client.SendAsync("and more\r\n");
                await Task.Delay(5);
            }
            return (count, last, reply);
        }
    }
}
