using System.Net;
using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Session;
using CsCheck;
using MimeKit;
using MimeKit.Utils;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

public sealed class ReceivedFieldTests
{
    private static readonly DateTimeOffset Time = new(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    private static readonly Gen<IPAddress> Addresses = Gen.OneOf(
        Gen.Byte.Array[4].Select(octets => new IPAddress(octets)),
        Gen.Byte.Array[16].Select(octets => new IPAddress(octets)),
        Gen.Byte.Array[4].Select(octets => new IPAddress(octets).MapToIPv6()),
        Gen.Byte.Array[16].Select(octets => new IPAddress(octets, 7)));

    [Fact]
    public void A_field_reads_like_any_other() =>
        Assert.Equal(
            "Received: from client.example ([192.0.2.1])\r\n\tby gate.example (Connelink.MailGuard) with ESMTPS\r\n"
            + "\tid 7F3A-00000000000000ff\r\n\tfor <ada@client.example>; Wed, 02 Jan 2030 01:04:05 +0000\r\n",
            Field("client.example"u8, IPAddress.Parse("192.0.2.1"), "ada@client.example"u8));

    [Theory]
    [InlineData("::ffff:192.0.2.1", "([192.0.2.1])")]
    [InlineData("2001:db8::1", "([IPv6:2001:db8::1])")]
    [InlineData("fe80::1%3", "([IPv6:fe80::1])")]
    public void A_client_is_an_address_literal(string client, string literal) =>
        Assert.Contains(literal, Field("x"u8, IPAddress.Parse(client), default), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\"a b\"@client.example")]
    [InlineData("a>(b@client.example")]
    [InlineData("\u00e9@client.example")]
    public void An_address_that_cannot_stand_there_is_left_out(string recipient) =>
        Assert.DoesNotContain("for", Field("x"u8, IPAddress.Loopback, Encoding.UTF8.GetBytes(recipient)), StringComparison.Ordinal);

    [Theory]
    [InlineData(ReceivedProtocol.Smtp, "SMTP")]
    [InlineData(ReceivedProtocol.Tls, "SMTP")]
    [InlineData(ReceivedProtocol.Extended, "ESMTP")]
    [InlineData(ReceivedProtocol.Extended | ReceivedProtocol.Tls, "ESMTPS")]
    [InlineData(ReceivedProtocol.Extended | ReceivedProtocol.Tls | ReceivedProtocol.Authenticated, "ESMTPSA")]
    [InlineData(ReceivedProtocol.Extended | ReceivedProtocol.Utf8, "UTF8SMTP")]
    [InlineData(ReceivedProtocol.Extended | ReceivedProtocol.Utf8 | ReceivedProtocol.Tls, "UTF8SMTPS")]
    public void The_protocol_is_the_registered_word(ReceivedProtocol protocol, string word) =>
        Assert.Contains($" with {word}\r\n", Field("x"u8, IPAddress.Loopback, default, protocol), StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_client_says_it_stays_one_field_that_others_can_read() =>
        Gen.Select(Gen.Byte.Array[0, 300], Addresses, Gen.Byte.Array[0, 300], Gen.Char.Array[0, 100], Gen.Char.Array[0, 300]).Sample(
            (hello, client, recipient, id, host) =>
            {
                var name = host.Where(char.IsAsciiLetterOrDigit).ToArray();
                var field = Field(hello, client, recipient, id: id.Where(char.IsAsciiLetterOrDigit).ToArray(), host: name.Length == 0 ? "x" : name);

                Assert.True(field.Length <= ReceivedField.MaxOctets);
                Assert.All(field.Split("\r\n"), line => Assert.DoesNotContain(line, letter => letter is '\r' or '\n' or (< ' ' and not '\t') or > '~'));

                var header = Assert.Single(HeaderList.Load(new MemoryStream(Encoding.Latin1.GetBytes(field + "\r\n"))));
                Assert.Equal(HeaderId.Received, header.Id);
                var date = header.Value[(header.Value.LastIndexOf(';') + 1)..];
                Assert.True(DateUtils.TryParse(date, out var time) && time == Time);
                Assert.Single(header.Value, letter => letter == ';');
                Assert.Equal(2, header.Value.Count(letter => letter == '('));
            },
            iter: 10_000);

    [Fact]
    public void The_writer_allocates_nothing()
    {
        Span<byte> buffer = stackalloc byte[ReceivedField.MaxOctets];
        var trace = Trace("client.example"u8, IPAddress.IPv6Loopback, "ada@client.example"u8, ReceivedProtocol.Extended, "7F3A", "gate.example");
        ReceivedField.Write(buffer, trace);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) ReceivedField.Write(buffer, trace);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Field(
        ReadOnlySpan<byte> hello, IPAddress client, ReadOnlySpan<byte> recipient, ReceivedProtocol protocol = ReceivedProtocol.Extended | ReceivedProtocol.Tls,
        ReadOnlySpan<char> id = default, ReadOnlySpan<char> host = default)
    {
        Span<byte> buffer = stackalloc byte[ReceivedField.MaxOctets];
        var trace = Trace(hello, client, recipient, protocol, id.IsEmpty ? "7F3A" : id, host.IsEmpty ? "gate.example" : host);
        return Encoding.Latin1.GetString(buffer[..ReceivedField.Write(buffer, trace)]);
    }

    private static ReceivedTrace Trace(
        ReadOnlySpan<byte> hello, IPAddress client, ReadOnlySpan<byte> recipient, ReceivedProtocol protocol, ReadOnlySpan<char> id, ReadOnlySpan<char> host) => new()
        {
            Hello = hello,
            Client = client,
            HostName = host,
            Protocol = protocol,
            TransactionId = id,
            Mark = 255,
            For = recipient,
            Time = Time,
        };
}
