using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>Nothing but CRLF.CRLF ends a message, neither here nor behind us (CVE-2023-51764, -51765, -51766).</summary>
public sealed class FramingTests
{
    private const string Envelope = "C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *";
    private const string Smuggled = "MAIL FROM:<admin@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nSubject: smuggled\r\n\r\n.\r\n";

    public static TheoryData<string> Ends =>
        ["\n.\n", "\n.\r\n", "\r.\r", "\r.\n", "\r\n.\n", "\r\n.\r", "\r.\r\n", "\r\n\0.\r\n", "\r\r\n.\r\r\n", "\r\n.\r\r\n", "\r\r\n.\r\n", "\n.\r", "\r\n.\0\r\n", "\n\n.\r\n", "\r\n.\n\r\n"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_false_end_of_data_smuggles_nothing_in(string end)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        await client.SendAsync("Subject: first\r\n\r\ntext" + end + Smuggled);
        Assert.StartsWith("554 5.6.0", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("(", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(nextHop.Messages);
        Assert.DoesNotContain(nextHop.Commands, command => command.Contains("admin", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Outbound_a_false_end_is_refused_or_one_message_without_a_false_end(string end)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await SmtpDialog.OpenAsync(gateway.Outbound);
        await client.PlayAsync("C: MAIL FROM:<ada@example.org>\nS: 250 *\nC: RCPT TO:<x@example.net>\nS: 250 *\nC: DATA\nS: 354 *");
        await client.SendAsync("Subject: first\r\n\r\ntext" + end + "more\r\n.\r\n");
        var reply = await client.ReadAsync();
        if (!reply.StartsWith('2')) Assert.StartsWith("554 5.6.0", reply, StringComparison.Ordinal);
        foreach (var message in nextHop.Messages)
        {
            Assert.EndsWith("more\r\n", message.Data, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message.Data.Replace("\r\n", "", StringComparison.Ordinal));
            Assert.DoesNotContain('\r', message.Data.Replace("\r\n", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Outbound_bare_LF_becomes_CRLF_and_what_follows_the_message_is_read()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await SmtpDialog.OpenAsync(gateway.Outbound);
        await client.PlayAsync("C: MAIL FROM:<ada@example.org>\nS: 250 *\nC: RCPT TO:<x@example.net>\nS: 250 *\nC: DATA\nS: 354 *");
        var lines = string.Concat(Enumerable.Repeat("a line that ends as in Unix\n", 20_000));
        await client.SendAsync("From: ada@example.org\nSubject: unix\n\n" + lines + "\r\n.\r\nNOOP\r\n");
        Assert.StartsWith("250 2.0.0 Taken", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 OK", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.EndsWith("Subject: unix\r\n\r\n" + lines.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n", nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_fields_are_judged_as_the_next_hop_reads_them_without_stuffed_dots()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        await client.SendAsync(string.Concat(Enumerable.Repeat(".Received: from a by b; date\r\n", 150)) + "\r\n.\r\n");
        Assert.StartsWith("554 5.4.6 mail-loop: ", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOOP\n")]
    [InlineData("NO\rOP\r\n")]
    [InlineData("NO\0OP\r\n")]
    [InlineData("NOOP\r\r\n")]
    public async Task Command_lines_end_with_CRLF_or_the_session_does(string line)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(line + "MAIL FROM:<x@example.net>\r\n");
        Assert.StartsWith("500 5.5.2", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("(end)", await client.ReadAsync());
    }
}
