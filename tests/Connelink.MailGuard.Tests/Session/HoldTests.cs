using System.Text;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Support;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>Held, judged, streamed, and the final dot withheld: with a content rule that objects to a file in the text.</summary>
public sealed class HoldTests
{
    private const string Envelope = "C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *";

    [Fact]
    public async Task A_small_message_is_refused_before_the_next_hop_hears_of_DATA()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, rules: Rules(RuleMode.Enforce));
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope + "\nC: Subject: small\nC:\nC: begin 644 x\nC: #0V%T\nC: `\nC: end\nC: .\nS: 550 5.7.1 no-files: *");
        await client.PlayAsync(Envelope + "\nC: Subject: small\nC:\nC: this is good\nC: .\nS: 250 *");

        Assert.Equal(1, nextHop.Commands.Count(command => command == "DATA"));
        Assert.Contains("good", nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_is_cut_off_without_its_dot_and_refused_at_its_end()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, rules: Rules(RuleMode.Enforce));
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        await client.SendAsync("Subject: large\r\n\r\n" + Lines(12_000)[..new SmtpOptions().HoldOctets]);
        await FakeNextHop.UntilAsync(() => nextHop.Commands.Contains("DATA"), "the hold overflows and DATA goes out");
        await client.SendAsync("\r\nbegin 644 x\r\n#0V%T\r\n`\r\nend\r\n" + Lines(40_000) + ".\r\n");
        Assert.StartsWith("550 5.7.1 no-files: ", await client.ReadAsync(), StringComparison.Ordinal);

        // Nothing was delivered, and the session goes on.
        Assert.Empty(nextHop.Messages);
        await client.PlayAsync(Envelope + "\nC: Subject: next\nC:\nC: .\nS: 250 *");
        Assert.Contains("Subject: next", nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_observes_records_and_lets_pass()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, rules: Rules(RuleMode.Observe));
        await gateway.PlayAsync(Envelope + "\nC: Subject: x\nC:\nC: begin 644 x\nC: #0V%T\nC: `\nC: end\nC: .\nS: 250 *");
        var record = (await gateway.RecordsAsync(1))[0];
        Assert.Equal("delivered", (string?)record["outcome"]);
        Assert.Equal("no-files", (string?)record["observed"]![0]!["rule"]);
    }

    [Fact]
    public async Task The_message_arrives_octet_for_octet_below_our_Received_field()
    {
        // Lines of any length and octets, dots at line starts, sizes around the slabs and the hold.
        var line = Gen.OneOf(Gen.Int[0, 80], Gen.Int[900, 3000]).SelectMany(length => Gen.Char["abcdefghijklmnopqrstuvwxyz .=\u00e9\u00ff"].Array[length].Select(c => new string(c)));
        var body = Gen.Select(line.List[1, 30], Gen.OneOf(Gen.Const(1), Gen.Const(7), Gen.Const(40), Gen.Const(160)), (lines, times) => string.Concat(Enumerable.Repeat(string.Concat(lines.Select(l => l + "\r\n")), times)));

        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        var count = 0;
        await body.SampleAsync(
            async text =>
            {
                var data = Stuffed("Subject: any\r\n\r\n" + text);
                await client.PlayAsync(Envelope);
                await client.SendAsync(data + ".\r\n");
                Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
                var received = nextHop.Messages[count++].Data;
                Assert.StartsWith("Received: from client.example ([127.0.0.1])\r\n\tby gateway.example (Connelink.MailGuard) with ESMTP\r\n\tid ", received, StringComparison.Ordinal);
                Assert.Equal(data, received[received.IndexOf("Subject:", StringComparison.Ordinal)..]);
            },
            iter: 120,
            threads: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task The_result_does_not_depend_on_how_octets_are_split(int chunk)
    {
        const string Session = "EHLO c\r\nMAIL FROM:<x@example.net>\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n";
        const string Data = "Subject: split\r\n\r\n..dot\r\n.. \r\nend\r\n.\r\nQUIT\r\n";
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync(hello: false);
        Assert.StartsWith("220", await client.ReadAsync(), StringComparison.Ordinal);
        foreach (var piece in Session.Chunk(chunk)) await client.SendAsync(new string(piece));
        for (var i = 0; i < 3; i++) Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("354", await client.ReadAsync(), StringComparison.Ordinal);
        foreach (var piece in Data.Chunk(chunk)) await client.SendAsync(new string(piece));
        Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("221", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.EndsWith("Subject: split\r\n\r\n..dot\r\n.. \r\nend\r\n", nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Received: *\r\n\r\n")]
    [InlineData("\r\nbody only\r\n", "Received: *\r\n\r\n\r\nbody only\r\n")]
    [InlineData("no field at all\r\nmore\r\n", "Received: *\r\n\r\nno field at all\r\nmore\r\n")]
    [InlineData("Subject: only a header\r\n", "Received: *\r\nSubject: only a header\r\n")]
    [InlineData("From someone Mon Jan 1\r\nSubject: mbox\r\n\r\n", "Received: *\r\n\r\nFrom someone Mon Jan 1\r\nSubject: mbox\r\n\r\n")]
    public async Task A_message_that_does_not_start_with_a_field_becomes_the_body(string data, string expected)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        await client.SendAsync(data + ".\r\n");
        Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        var received = nextHop.Messages.Single().Data;
        var end = received.IndexOf("+0000\r\n", StringComparison.Ordinal) + 5;
        Assert.Equal(expected["Received: *".Length..], received[end..]);
    }

    [Fact]
    public async Task A_first_line_that_continues_nothing_is_refused()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        await client.SendAsync(" folded\r\nSubject: x\r\n\r\n.\r\n");
        Assert.StartsWith("554 5.6.0", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(131_000, "250")]
    [InlineData(131_200, "554 5.6.0")]
    [InlineData(900_000, "554 5.6.0")]
    public async Task A_header_section_has_its_limit(int octets, string expected)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        var field = "X-Long: " + new string('x', 490) + "\r\n";
        var header = string.Concat(Enumerable.Repeat(field, (octets / field.Length) - 1));
        header += "X: " + new string('y', octets - header.Length - 5) + "\r\n";
        await client.PlayAsync(Envelope);
        await client.SendAsync(header + "\r\nbody\r\n.\r\n");
        Assert.StartsWith(expected, await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(expected == "250" ? 1 : 0, nextHop.Messages.Count);
    }

    [Fact]
    public async Task A_message_over_the_size_is_refused_whether_announced_or_not()
    {
        await using var nextHop = new FakeNextHop { Extensions = ["PIPELINING", "SIZE 200000"] };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("C: MAIL FROM:<x@example.net> SIZE=191809\nS: 552 5.3.4 *\nC: MAIL FROM:<x@example.net> SIZE=191808\nS: 250 *");
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        await client.SendAsync("Subject: x\r\n\r\n" + Lines(2600) + ".\r\n");
        Assert.StartsWith("552 5.3.4", await client.ReadAsync(), StringComparison.Ordinal);
        await client.PlayAsync(Envelope + "\nC: Subject: small\nC:\nC: .\nS: 250 *");
        Assert.Single(nextHop.Messages);
    }

    [Fact]
    public async Task When_the_memory_is_short_messages_still_get_through()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.HoldOctetsInAll = 3 * 65536);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            await using var client = await gateway.ConnectAsync();
            await client.PlayAsync(Envelope);
            await client.SendAsync("Subject: x\r\n\r\n" + Lines(6000) + ".\r\n");
            Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        }));
        Assert.Equal(12, nextHop.Messages.Count);
    }

    [Fact]
    public async Task A_client_that_is_gone_before_the_final_dot_left_no_message()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        nextHop.Script = at =>
        {
            if (at.Verb != "DATA") return null;
            client.Reset(); // between our DATA and its 354
            return null;
        };
        await client.SendAsync("Subject: x\r\n\r\n.\r\n");
        var record = (await gateway.RecordsAsync(1))[0];
        Assert.Equal("aborted", (string?)record["outcome"]);
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task A_reply_that_was_lost_is_recorded()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        var client = await gateway.ConnectAsync();
        await client.PlayAsync(Envelope);
        nextHop.Script = at =>
        {
            if (at.Verb == "(end)")
            {
                client.Reset();
                Thread.Sleep(50); // the reset must have arrived before our reply is written
            }
            return null;
        };
        await client.SendAsync("Subject: x\r\n\r\n.\r\n");
        var record = (await gateway.RecordsAsync(1))[0];
        Assert.Equal("deliveredReplyLost", (string?)record["outcome"]);
        Assert.True(nextHop.Messages.Single().Acknowledged);
    }

    private static string Lines(int count) => string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", count));

    private static string Stuffed(string text) => string.Concat(text.Split("\r\n")[..^1].Select(l => (l.StartsWith('.') ? "." : "") + l + "\r\n"));

    private static RuleSet Rules(RuleMode mode) => new([], [], [], [new NoFilesRule()], (_, _) => mode);

    /// <summary>Objects to any file that stands in the text.</summary>
    private sealed class NoFilesRule : IContentRule
    {
        public string Name => "no-files";

        public Objection? Judge(MailContext mail, MessageFacts facts) => facts.AttachmentOctets > 0 ? new Objection(Name, 550, new(7, 1), "a file") : null;
    }
}
