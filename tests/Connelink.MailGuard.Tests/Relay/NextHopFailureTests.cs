using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Relay;

/// <summary>Every row of the reply table and every phase of failure: what the client is told, and that nothing is lost.</summary>
public sealed class NextHopFailureTests
{
    private const string Message = "Subject: hello\r\n\r\nText\r\n.\r\n";

    /// <summary>moment at the next hop, what it does, where the client hears of it, what it hears</summary>
    public static TheoryData<string, string, string, string> Table => new()
    {
        { "MAIL", "451 4.3.0 Not now", "RCPT", "451 4.3.0 Not now" },
        { "MAIL", "550 5.7.1 Not you", "RCPT", "550 5.7.1 Not you" },
        { "MAIL", "552 5.3.4 Too large", "RCPT", "550 5.3.4 Too large" },
        { "MAIL", "530 5.7.0 Authenticate", "RCPT", "451 4.3.5 " },
        { "MAIL", "503 5.5.1 Order", "RCPT", "451 4.3.5 " },
        { "MAIL", "555 5.5.4 Parameter", "RCPT", "451 4.3.5 " },
        { "RCPT", "550 5.1.1 Unknown", "RCPT", "550 5.1.1 Unknown" },
        { "RCPT", "550 Unknown", "RCPT", "550 5.0.0 Unknown" },
        { "RCPT", "452 4.2.2 Full", "RCPT", "452 4.2.2 Full" },
        { "RCPT", "550-5.1.1 First\r\n550 5.1.1 second", "RCPT", "550 5.1.1 First" },
        { "RCPT", "250 Fine", "RCPT", "250 2.0.0 Fine" },
        { "RCPT", "501 5.1.3 Syntax", "RCPT", "451 4.3.5 " },
        { "RCPT", "354 What", "RCPT", "451 4.4.2 " },
        { "RCPT", "nonsense", "RCPT", "451 4.4.2 " },
        { "RCPT", "421 4.3.2 Closing", "RCPT", "451 4.4.2 " },
        { "RCPT", FakeNextHop.Close, "RCPT", "451 4.4.2 " },
        { "RCPT", FakeNextHop.Reset, "RCPT", "451 4.4.2 " },
        { "RCPT", FakeNextHop.Freeze, "RCPT", "451 4.4.2 " },
        { "MAIL", FakeNextHop.Freeze, "RCPT", "451 4.4.2 " },
        { "DATA", "451 4.3.0 Not now", "dot", "451 4.3.0 Not now" },
        { "DATA", "554 5.7.1 No", "dot", "554 5.7.1 No" },
        { "DATA", "502 5.5.1 No DATA here", "dot", "451 4.3.5 " },
        { "DATA", "250 Odd", "dot", "451 4.4.2 " },
        { "DATA", "421 4.3.2 Closing", "dot", "451 4.4.2 " },
        { "DATA", FakeNextHop.Close, "dot", "451 4.4.2 " },
        { "DATA", FakeNextHop.Freeze, "dot", "451 4.4.2 " },
        { "(end)", "250 Kept", "dot", "250 2.0.0 Kept" },
        { "(end)", "250-2.0.0 Kept\r\n250 2.0.0 as 4711", "dot", "250 2.0.0 Kept as 4711" },
        { "(end)", "452 4.3.1 Full", "dot", "452 4.3.1 Full" },
        { "(end)", "552 5.3.4 Too large", "dot", "552 5.3.4 Too large" },
        { "(end)", "554 5.7.1 Spam", "dot", "554 5.7.1 Spam" },
        { "(end)", "354 Odd", "dot", "451 4.4.2 " },
        { "(end)", "421 4.3.2 Closing", "dot", "451 4.4.2 " },
        { "(end)", "garbage", "dot", "451 4.4.2 " },
        { "(end)", FakeNextHop.Close, "dot", "451 4.4.2 " },
        { "(end)", FakeNextHop.Reset, "dot", "451 4.4.2 " },
        { "(end)", FakeNextHop.Freeze, "dot", "451 4.4.2 " },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_reply_table_holds(string moment, string answer, string heardAt, string expected)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, Impatient);
        await using var client = await gateway.ConnectAsync();
        nextHop.Script = at => at.Verb == moment ? answer : null;

        Assert.StartsWith("250 2.1.0", await client.SayAsync("MAIL FROM:<x@example.net>"), StringComparison.Ordinal);
        var reply = await client.SayAsync("RCPT TO:<ada@example.org>");
        if (heardAt == "dot")
        {
            Assert.StartsWith("250 2.1.5", reply, StringComparison.Ordinal);
            Assert.StartsWith("354", await client.SayAsync("DATA"), StringComparison.Ordinal);
            await client.SendAsync(Message);
            reply = await client.ReadAsync();
        }
        Assert.StartsWith(expected, reply, StringComparison.Ordinal);
        Assert.Equal(reply.StartsWith('2') && heardAt == "dot", nextHop.Messages.Any(message => message.Acknowledged));

        // The session stays, and the next message gets through.
        nextHop.Script = _ => null;
        Assert.StartsWith("250", await client.SayAsync("RSET"), StringComparison.Ordinal);
        await client.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            S: 250 2.1.0 *
            C: RCPT TO:<ada@example.org>
            S: 250 2.1.5 *
            C: DATA
            S: 354 *
            C: Subject: again
            C:
            C: .
            S: 250 2.0.0 Taken
            """);
        Assert.Contains("Subject: again", nextHop.Messages[^1].Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BANNER", "554 5.3.2 Not today", "451 4.3.5 *")]
    [InlineData("BANNER", "421 4.3.2 Busy", "451 4.4.1 *")]
    [InlineData("BANNER", FakeNextHop.Close, "451 4.4.1 *")]
    [InlineData("BANNER", FakeNextHop.Freeze, "451 4.4.1 *")]
    [InlineData("EHLO", "554 5.7.1 Not you", "451 4.3.5 *")]
    [InlineData("EHLO", FakeNextHop.Close, "451 4.4.1 *")]
    public async Task A_next_hop_that_does_not_greet_makes_451_and_is_not_healthy(string moment, string answer, string expected)
    {
        await using var nextHop = new FakeNextHop { Script = at => at.Verb == moment ? answer : null };
        await using var gateway = await Gateway.StartAsync(nextHop, Impatient);
        await gateway.PlayAsync($"""
            C: MAIL FROM:<x@example.net>
            S: 250 2.1.0 *
            C: RCPT TO:<ada@example.org>
            S: {expected}
            C: DATA
            S: 451 4.5.1 *
            C: QUIT
            S: 221 *
            """);
        Assert.False(gateway.Running.NextHops.Single().IsUp);
    }

    [Fact]
    public async Task A_misconfiguration_makes_health_red_until_a_message_gets_through()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        nextHop.Script = at => at.Verb == "MAIL" ? "530 5.7.0 Authenticate first" : null;
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            S: 250 *
            C: RCPT TO:<ada@example.org>
            S: 451 4.3.5 *
            """);
        Assert.Contains("530", gateway.Running.NextHops.Single().Problem, StringComparison.Ordinal);
        Assert.False(gateway.Running.NextHops.Single().TakesMail);

        nextHop.Script = _ => null;
        await Deliver(gateway);
        Assert.Null(gateway.Running.NextHops.Single().Problem);
        Assert.True(gateway.Running.NextHops.Single().TakesMail);
    }

    [Theory]
    [InlineData("421 4.3.2 Idle too long")]
    [InlineData(FakeNextHop.Close)]
    public async Task A_connection_that_died_is_replaced_and_the_client_does_not_notice(string answer)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await Deliver(gateway);
        var used = nextHop.Connections;
        nextHop.Script = at => at.Connection <= used ? answer : null;

        await Deliver(gateway);

        Assert.Equal(2, nextHop.Messages.Count(message => message.Acknowledged));
        Assert.Equal(used + 1, nextHop.Connections);
    }

    [Fact]
    public async Task Idle_connections_that_the_next_hop_closed_are_not_used()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await Deliver(gateway);
        nextHop.CloseAll();
        await Deliver(gateway);
        Assert.Equal(2, nextHop.Messages.Count);
    }

    [Fact]
    public async Task Accepted_recipients_are_replayed_on_another_connection()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        var probes = nextHop.Connections;
        nextHop.Script = at => at.Connection == probes + 1 && at.Line.Contains("bob", StringComparison.Ordinal) ? FakeNextHop.Close : null;
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            S: 250 *
            C: RCPT TO:<ada@example.org>
            S: 250 2.1.5 *
            C: RCPT TO:<bob@example.org>
            S: 250 2.1.5 *
            C: DATA
            S: 354 *
            C: Subject: both
            C:
            C: .
            S: 250 *
            """);
        Assert.Equal(["ada@example.org", "bob@example.org"], nextHop.Messages.Single().Recipients);
    }

    [Fact]
    public async Task A_recipient_that_was_accepted_and_is_refused_in_the_replay_defers_the_message()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        var probes = nextHop.Connections;
        nextHop.Script = at => at.Connection == probes + 1 && at.Line.Contains("bob", StringComparison.Ordinal) ? FakeNextHop.Close
            : at.Connection > probes + 1 && at.Line.Contains("ada", StringComparison.Ordinal) ? "550 5.1.1 Not any more" : null;
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            S: 250 *
            C: RCPT TO:<ada@example.org>
            S: 250 2.1.5 *
            C: RCPT TO:<bob@example.org>
            S: 250 2.1.5 *
            C: DATA
            S: 354 *
            C: Subject: half
            C:
            C: .
            S: 451 4.4.2 *
            """);
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task Refused_in_the_replay_with_DATA_ahead_is_no_permanent_refusal()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *");
        nextHop.Script = at => at.Verb == "RCPT" ? "450 4.7.1 Greylisted" : null;
        nextHop.CloseAll();
        await client.PlayAsync("C: RCPT TO:<bob@example.org>\nC: DATA\nS: 450 4.7.1 *\nS: 354 *\nC: Subject: x\nC:\nC: .\nS: 451 4.4.2 *");
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task A_reply_too_many_is_not_the_answer_to_the_next_transaction()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        nextHop.Script = at => at.Verb == "(end)" ? "250 2.0.0 Taken\r\n250 2.0.0 And again" : null;
        await Deliver(gateway);
        nextHop.Script = at => at.Line.Contains("bob", StringComparison.Ordinal) ? "550 5.1.1 Unknown" : null;
        await gateway.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<bob@example.org>\nS: 550 5.1.1 Unknown\nC: RCPT TO:<ada@example.org>\nS: 250 *");
    }

    [Fact]
    public async Task A_reply_too_many_is_not_the_answer_to_the_next_command()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        var first = nextHop.Connections + 1;
        nextHop.Script = at => at.Connection == first && at.Verb == "RCPT" ? "250 2.1.5 Taken\r\n550 5.7.1 Who asked" : null;
        await Deliver(gateway);
        Assert.True(nextHop.Messages.Single().Acknowledged);
        Assert.Equal(first + 1, nextHop.Connections);
    }

    [Fact]
    public async Task SIZE_is_not_said_where_a_host_does_not_know_it()
    {
        await using var knows = new FakeNextHop();
        await using var other = new FakeNextHop { Extensions = [], Script = at => at.Line.Contains("SIZE=", StringComparison.Ordinal) ? "555 5.5.4 What" : null };
        await using var gateway = await Gateway.StartAsync(knows, options => options.NextHops["hop"].Hosts = [knows.Host, other.Host]);
        for (var i = 0; i < 4; i++) await gateway.PlayAsync("C: MAIL FROM:<x@example.net> SIZE=100\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *");
    }

    [Fact]
    public async Task A_second_host_takes_over()
    {
        await using var first = new FakeNextHop();
        await using var second = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(first, options => options.NextHops["hop"].Hosts = [first.Host, second.Host]);
        first.Script = at => at.Verb == "BANNER" ? FakeNextHop.Close : FakeNextHop.Reset;
        for (var i = 0; i < 4; i++) await Deliver(gateway);
        Assert.Empty(first.Messages);
        Assert.Equal(4, second.Messages.Count);
    }

    [Fact]
    public async Task Without_pipelining_commands_go_one_at_a_time()
    {
        await using var nextHop = new FakeNextHop { Extensions = ["SIZE 1000000"] };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net> SIZE=100
            C: RCPT TO:<ada@example.org>
            C: RCPT TO:<bob@example.org>
            C: DATA
            S: 250 *
            S: 250 *
            S: 250 *
            S: 354 *
            C: Subject: one by one
            C:
            C: .
            S: 250 *
            """);
        Assert.Equal(["MAIL FROM:<x@example.net> SIZE=8292", "RCPT TO:<ada@example.org>", "RCPT TO:<bob@example.org>", "DATA"], nextHop.Commands);
    }

    [Fact]
    public async Task A_next_hop_that_knows_only_HELO_gets_mail()
    {
        await using var nextHop = new FakeNextHop { Extensions = [] };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await Deliver(gateway);
        Assert.Single(nextHop.Messages);
    }

    [Theory]
    [InlineData("552 5.3.4 Enough")]
    [InlineData("421 4.3.2 Closing")]
    [InlineData(FakeNextHop.Close)]
    [InlineData(FakeNextHop.Reset)]
    public async Task A_refusal_in_the_middle_of_mail_data_is_heard_after_the_end_of_data(string answer)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.HoldOctets = 65536);
        nextHop.Script = at => at.Verb == "(data)" ? answer : null;
        await using var client = await Resting(gateway, "ada");
        await client.PlayAsync("C: DATA\nS: 354 *");
        await client.SendAsync("Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", 40_000)) + ".\r\n");
        var reply = await client.ReadAsync();
        Assert.StartsWith(answer.StartsWith("552", StringComparison.Ordinal) ? "5" : "451", reply[0] == '4' ? "451" : reply, StringComparison.Ordinal);
        Assert.Empty(nextHop.Messages);
        nextHop.Script = _ => null;
        await client.PlayAsync("C: NOOP\nS: 250 *");
    }

    [Fact]
    public async Task A_250_that_came_before_the_final_dot_is_no_answer_to_it()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        nextHop.Script = at => at.Verb == "DATA" ? "354 Go on\r\n250 2.0.0 Already" : null;
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net>
            S: 250 *
            C: RCPT TO:<ada@example.org>
            S: 250 *
            C: DATA
            S: 354 *
            C: Subject: x
            C:
            C: .
            S: 451 4.4.2 *
            """);
    }

    /// <summary>While the client's last block is awaited: what the next hop says to the dot itself is what counts.</summary>
    [Theory]
    [InlineData("250 2.0.0 Already")]
    [InlineData("552 5.3.4 Enough")]
    public async Task What_comes_before_the_final_dot_of_a_large_message_is_no_answer_to_it(string answer)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.HoldOctets = 65536);
        var said = 0;
        nextHop.Script = at => at.Verb switch
        {
            "(data)" => Interlocked.Increment(ref said) <= 2 ? answer : null, // asked twice for each
            "(end)" => "452 4.3.1 No room",
            _ => null,
        };
        await using var client = await Resting(gateway, "ada");
        await client.PlayAsync("C: DATA\nS: 354 *");
        await client.SendAsync("Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", 1_500)));
        await FakeNextHop.UntilAsync(() => Volatile.Read(ref said) > 0, "the next hop has a part of it");
        await Task.Delay(200, TestContext.Current.CancellationToken); // until the answer is here
        await client.SendAsync(".\r\n");
        Assert.StartsWith(answer[0] == '5' ? "5" : "451", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(nextHop.Messages, message => message.Acknowledged);
    }

    [Fact]
    public async Task Resting_clients_give_their_connections_up()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxConnections = 2);
        await using var first = await Resting(gateway, "ada");
        await using var second = await Resting(gateway, "bob");
        await Deliver(gateway);

        // Who was robbed does not notice either.
        foreach (var client in (SmtpDialog[])[first, second])
        {
            await client.PlayAsync("""
                C: DATA
                S: 354 *
                C: Subject: late
                C:
                C: .
                S: 250 *
                """);
        }
        Assert.Equal(3, nextHop.Messages.Count);
        Assert.Contains("RSET", nextHop.Commands);
    }

    [Fact]
    public async Task Who_waits_in_vain_for_a_connection_is_told_so()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options =>
        {
            options.NextHops["hop"].MaxConnections = 1;
            options.NextHops["hop"].RentTimeout = TimeSpan.FromMilliseconds(200);
        });
        nextHop.Script = at => at.Verb == "(end)" ? FakeNextHop.Freeze : null;
        await using var busy = await Resting(gateway, "ada");
        await busy.PlayAsync("C: DATA\nS: 354 *\nC: Subject: busy\nC:\nC: .");
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Contains("DATA"), "DATA at the next hop");
        await gateway.PlayAsync("C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<bob@example.org>\nS: 451 4.3.2 *");
    }

    [Fact]
    public async Task A_connection_is_retired_after_its_transactions()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxTransactions = 2);
        var probes = nextHop.Connections;
        for (var i = 0; i < 4; i++) await Deliver(gateway);
        Assert.Equal(probes + 2, nextHop.Connections);
    }

    internal static async Task Deliver(Gateway gateway) => await gateway.PlayAsync("""
        C: MAIL FROM:<x@example.net>
        S: 250 2.1.0 *
        C: RCPT TO:<ada@example.org>
        S: 250 2*
        C: DATA
        S: 354 *
        C: Subject: delivered
        C:
        C: .
        S: 250 2.0.0 *
        C: QUIT
        S: 221 *
        """);

    private static async Task<SmtpDialog> Resting(Gateway gateway, string recipient)
    {
        var client = await gateway.ConnectAsync();
        await client.PlayAsync($"C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<{recipient}@example.org>\nS: 250 *");
        return client;
    }

    private static void Impatient(MailGuardOptions options)
    {
        var hop = options.NextHops["hop"];
        hop.ConnectTimeout = TimeSpan.FromMilliseconds(500);
        hop.RcptTimeout = hop.DataTimeout = hop.FinalReplyTimeout = TimeSpan.FromMilliseconds(800);
    }
}
