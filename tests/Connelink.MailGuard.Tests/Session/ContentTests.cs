using System.IO.Compression;
using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Tests.Support;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>Header editors and content rules through the whole gateway: what is refused, what arrives, octet for octet.</summary>
public sealed class ContentTests
{
    private const string Inbound = "C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *";
    private const string Outbound = "C: MAIL FROM:<ada@example.org>\nS: 250 *\nC: RCPT TO:<x@example.net>\nS: 250 *\nC: DATA\nS: 354 *";

    [Fact]
    public async Task The_phrase_leaves_and_all_else_arrives_as_it_was()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await SmtpDialog.OpenAsync(gateway.Outbound);
        await client.PlayAsync(Outbound);
        await client.SendAsync("X-Notes-Item: secret\r\nSubject: one\r\nFrom: \"Ada L\" <ada@example.org>\r\nTo: \"X\" <x@example.net>\r\n\r\n..dot\r\nbody\r\n.\r\n");
        Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.EndsWith("\r\nSubject: one\r\nFrom: <ada@example.org>\r\nTo: \"X\" <x@example.net>\r\n\r\n..dot\r\nbody\r\n", nextHop.Messages.Single().Data, StringComparison.Ordinal);

        var record = (await gateway.RecordsAsync(1))[0];
        Assert.Equal(["originator-phrase", "leaking-fields"], record["edits"]!.AsArray().Select(edit => (string?)edit!["rule"]));
    }

    [Fact]
    public async Task Edits_hold_for_header_sections_of_any_length_with_dots_at_line_starts()
    {
        // Around the size of a slab, so that the section lies in one, two or three of them; fields that leave stand anywhere.
        var field = Gen.OneOf(
            Gen.Int[0, 900].Select(length => $"X-F: {new string('a', length)}\r\n"),
            Gen.Int[0, 70].Select(length => $".X-Dot: {new string('b', length)}\r\n"),
            Gen.Int[1, 60_000].Select(length => $"X-Notes-Item: {new string('c', length)}\r\n"));
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await SmtpDialog.OpenAsync(gateway.Outbound);
        var count = 0;
        await field.List[1, 40].Where(fields => fields.Sum(text => text.Length) < 120_000).SampleAsync(
            async fields =>
            {
                const string body = "\r\nbody\r\n..dot\r\n";
                await client.PlayAsync(Outbound);
                await client.SendAsync(Stuffed(string.Concat(fields) + "From: Ada <ada@example.org>\r\n") + body + ".\r\n");
                Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
                var kept = string.Concat(fields.Where(text => !text.StartsWith("X-Notes-Item", StringComparison.Ordinal))) + "From: <ada@example.org>\r\n";
                var received = nextHop.Messages[count++].Data;
                Assert.Equal(Stuffed(kept) + body, received[(received.IndexOf("; ", StringComparison.Ordinal) is var at ? received.IndexOf("\r\n", at, StringComparison.Ordinal) + 2 : 0)..]);
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public async Task An_objection_that_calendar_mail_is_exempt_from_waits_for_the_end()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await SmtpDialog.OpenAsync(gateway.Outbound);
        const string fields = "\nC: From: <boss@elsewhere.example>\nC: Sender: <ada@example.org>\nC: MIME-Version: 1.0";
        await client.PlayAsync(Outbound + fields + "\nC: Content-Type: text/calendar; method=REQUEST\nC:\nC: BEGIN:VCALENDAR\nC: .\nS: 250 *");
        await client.PlayAsync(Outbound + fields + "\nC: Content-Type: text/plain\nC:\nC: BEGIN:VCALENDAR\nC: .\nS: 550 5.7.1 declared-sender: *");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400_000)]
    [InlineData(3_000_000)]
    public async Task An_encrypted_archive_is_refused_wherever_in_the_stream_it_comes(int before)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.PlayAsync(Inbound);
        await client.SendAsync(Message(new byte[before], Encrypted()) + ".\r\n");
        Assert.StartsWith("550 5.7.1 encrypted-archive: ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(nextHop.Messages);
        await client.PlayAsync(Inbound + "\nC: Subject: next\nC:\nC: .\nS: 250 *");
    }

    [Fact]
    public async Task What_inflates_to_much_is_inspected_elsewhere_and_judged_all_the_same()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        foreach (var (inner, reply) in ((byte[], string)[])[(Zip(new byte[1000]), "250"), (Encrypted(), "550 5.7.1 encrypted-archive: ")])
        {
            await client.PlayAsync(Inbound);
            await client.SendAsync(Message(Zip(Zip(new byte[3_000_000], inner))) + ".\r\n");
            Assert.StartsWith(reply, await client.ReadAsync(), StringComparison.Ordinal);
        }
        Assert.Empty(gateway.Errors);
    }

    [Fact]
    public async Task Attachments_of_exactly_the_limit_pass_and_one_octet_more_does_not()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Rules.AttachmentSize.MaxOctets = 500_000);
        await using var client = await gateway.ConnectAsync();
        foreach (var (octets, reply) in ((int, string)[])[(500_000, "250"), (500_001, "552 5.3.4 attachment-size: ")])
        {
            await client.PlayAsync(Inbound);
            await client.SendAsync(Message(new byte[octets]) + ".\r\n");
            Assert.StartsWith(reply, await client.ReadAsync(), StringComparison.Ordinal);
        }
    }

    private static string Message(params byte[][] attachments)
    {
        var text = new StringBuilder("From: <x@example.net>\r\nContent-Type: multipart/mixed; boundary=\"=_0123456789\"\r\n\r\n--=_0123456789\r\n\r\nhello\r\n");
        foreach (var attachment in attachments)
        {
            text.Append("--=_0123456789\r\nContent-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            text.Append(Convert.ToBase64String(attachment, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        }
        return text.Append("--=_0123456789--\r\n").ToString();
    }

    private static byte[] Zip(params byte[][] files)
    {
        var octets = new MemoryStream();
        using (var zip = new ZipArchive(octets, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (number, file) in files.Index())
            {
                using var entry = zip.CreateEntry($"{number}").Open();
                entry.Write(file);
            }
        }
        return octets.ToArray();
    }

    /// <summary>A ZIP whose headers say that its entry is encrypted.</summary>
    private static byte[] Encrypted()
    {
        var zip = Zip("secret"u8.ToArray());
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        return zip;
    }

    private static string Stuffed(string text) => string.Concat(text.Split("\r\n")[..^1].Select(line => (line.StartsWith('.') ? "." : "") + line + "\r\n"));
}
