using Connelink.MailGuard.Tests.Relay;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>Behind a message that was delivered, DATA goes to the next hop when the client says it, not when the message is complete.</summary>
public sealed class DataAheadTests
{
    private const string Envelope = "C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\n";
    private const string Whole = "C: DATA\nS: 354 *\nC: Subject: x\nC:\nC: .\nS: 250 2.0.0 *";
    private const string Begun = Envelope + "C: DATA\nS: 354 *\nC: Subject: x";
    private const string Rest = "C:\nC: .\nS: ";

    [Fact]
    public async Task The_next_hop_hears_of_DATA_while_the_client_still_sends()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope + Whole);
        await client.PlayAsync(Begun);
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Count == 6, "DATA, though nothing is complete");
        await client.PlayAsync(Rest + "250 2.0.0 *");
        Assert.Equal(["MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA"], nextHop.Commands.Select(command => command.Split(' ')[0]));
        Assert.Equal(2, nextHop.Messages.Count(message => message.Acknowledged));
    }

    [Fact]
    public async Task Nobody_who_has_delivered_nothing_yet_takes_the_next_hop_that_far()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Begun);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("DATA", nextHop.Commands);
        await client.PlayAsync(Rest + "250 2.0.0 *");
    }

    [Theory]
    [InlineData(FakeNextHop.Close)]
    [InlineData(FakeNextHop.Reset)]
    [InlineData("421 4.3.2 Leaving")]
    [InlineData("250 What")]
    public Task A_connection_that_fails_at_DATA_is_replaced(string answer) => DeliverInSpiteOf(answer, closesLater: false);

    [Theory]
    [InlineData("354 Go on\r\n421 4.4.2 You took too long")]
    [InlineData("354 Go on\r\n554 5.7.1 Never mind")]
    public Task A_next_hop_that_does_not_wait_for_a_slow_client_is_asked_again(string answer) => DeliverInSpiteOf(answer, closesLater: true);

    [Theory]
    [InlineData("451 4.3.0 Not now", "451 4.3.0 *")]
    [InlineData("554 5.7.1 Never", "554 5.7.1 *")]
    public async Task What_the_next_hop_says_to_DATA_is_said_at_the_end(string answer, string said)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope + Whole);
        nextHop.Script = at => at.Verb == "DATA" ? answer : null;
        await client.PlayAsync(Begun + "\n" + Rest + said);
        nextHop.Script = _ => null;
        await client.PlayAsync(Envelope + Whole);
        Assert.Equal(2, nextHop.Messages.Count);
    }

    [Fact]
    public async Task A_message_that_is_refused_or_left_costs_the_connection_and_nothing_else()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope + Whole);
        var used = nextHop.Connections;
        await client.PlayAsync(Envelope + "C: DATA\nS: 354 *\nC: Subject: a\rb\nC:\nC: .\nS: 5*");
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Count(command => command == "DATA") == 2, "DATA");
        await client.DisposeAsync();

        client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope + Whole);
        await client.PlayAsync(Begun);
        await client.DisposeAsync();
        await NextHopFailureTests.Deliver(gateway);
        Assert.Equal(used + 2, nextHop.Connections);
        Assert.Equal(3, nextHop.Messages.Count); // nothing half-way was taken for a message
    }

    [Fact]
    public async Task Who_was_robbed_of_its_connection_says_DATA_when_it_has_another()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.NextHops["hop"].MaxConnections = 1);
        await using var slow = await gateway.ConnectAsync();
        await slow.PlayAsync(Envelope + Whole);
        await slow.PlayAsync(Envelope.TrimEnd());
        nextHop.Script = at => at.Verb == "(end)" ? FakeNextHop.Freeze : null;
        await using var other = await gateway.ConnectAsync();
        await other.PlayAsync(Envelope + "C: DATA\nS: 354 *\nC: Subject: x\nC:\nC: ."); // it has the only connection, and keeps it
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Count(command => command == "DATA") == 2, "DATA of the other");
        await slow.PlayAsync("C: DATA\nS: 354 *"); // its transaction is replayed when there is a connection
        nextHop.Script = _ => null;
        nextHop.CloseAll();
        await slow.PlayAsync("C: Subject: y\nC:\nC: .\nS: 250 2.0.0 *");
    }

    /// <summary>The first connection answers DATA so, while the client still sends.</summary>
    private static async Task DeliverInSpiteOf(string answer, bool closesLater)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope + Whole);
        var used = nextHop.Connections;
        nextHop.Script = at => at.Verb == "DATA" && at.Connection == used ? answer : null;
        await client.PlayAsync(Begun);
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Count(command => command == "DATA") == 2, "DATA");
        if (closesLater)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            nextHop.CloseAll();
        }
        await client.PlayAsync(Rest + "250 2.0.0 *");
        Assert.Equal(used + 1, nextHop.Connections);
        Assert.Equal(["ada@example.org"], nextHop.Messages[^1].Recipients);
    }
}
