using System.Text;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class ReplyParserTests
{
    [Theory]
    [InlineData("250 OK\r\n", 250, null, "OK")]
    [InlineData("250\r\n", 250, null, "")]
    [InlineData("250 \r\n", 250, null, "")]
    [InlineData("250 OK\n", 250, null, "OK")]
    [InlineData("250-\r\n250\r\n", 250, null, "")]
    [InlineData("250 2.1.5 Recipient OK\r\n", 250, "1.5", "Recipient OK")]
    [InlineData("250 2.1.5\r\n", 250, "1.5", "")]
    [InlineData("550 5.123.456 x\r\n", 550, "123.456", "x")]
    [InlineData("550 4.1.1 class differs\r\n", 550, null, "4.1.1 class differs")]
    [InlineData("550 5.1.1: colon\r\n", 550, null, "5.1.1: colon")]
    [InlineData("550 5.1234.1 x\r\n", 550, null, "5.1234.1 x")]
    [InlineData("550 5.1.+1 x\r\n", 550, null, "5.1.+1 x")]
    [InlineData("550 5.1 x\r\n", 550, null, "5.1 x")]
    [InlineData("354 3.0.0 go\r\n", 354, null, "3.0.0 go")]
    [InlineData("550-5.1.1 The account\r\n550-5.1.1 does not\r\n550 5.1.1 exist\r\n", 550, "1.1", "The account does not exist")]
    [InlineData("550-5.1.1 first\r\n550 5.1.2 second\r\n", 550, "1.1", "first 5.1.2 second")]
    [InlineData("550-first\r\n550 5.1.2 second\r\n", 550, null, "first 5.1.2 second")]
    [InlineData("550-  blanks  \n550-\n550 \t end\t\n", 550, null, "blanks end")]
    [InlineData("250 a\rb\0\xFF\r\n", 250, null, "a\\x0Db\\x00\\xFF")]
    public void A_reply_becomes_one(string octets, int code, string? status, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(octets);
        Assert.Equal(ReplyStatus.Complete, ReplyParser.TryRead([.. bytes, .. "garbage"u8], out var consumed, out var read));
        Assert.Equal((bytes.Length, code), (consumed, read));
        var reply = ReplyParser.Parse(bytes);
        Assert.Equal((code, status, text), (reply.Code, reply.Status?.ToString(), reply.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("25")]
    [InlineData("250")]
    [InlineData("250 OK\r")]
    [InlineData("250\r")]
    [InlineData("250-a\r\n")]
    [InlineData("250-a\r\n250")]
    [InlineData("250-a\r\n250-b")]
    public void Half_a_reply_is_incomplete(string octets) => Assert.Equal(ReplyStatus.Incomplete, Read(octets));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("25\r\n")]
    [InlineData("199 x\r\n")]
    [InlineData("600 x\r\n")]
    [InlineData("2500 x\r\n")]
    [InlineData("250x\r\n")]
    [InlineData("250\tx\r\n")]
    [InlineData(" 250 x\r\n")]
    [InlineData("250-a\r\n251 b\r\n")]
    [InlineData("250-a\r\n\r\n")]
    [InlineData("250-a\r\nb\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("H")]
    [InlineData("2x")]
    [InlineData("250-a\r\n251")]
    [InlineData("\x16\x03\x01")]
    public void What_is_no_reply_is_malformed(string octets) => Assert.Equal(ReplyStatus.Malformed, Read(octets));

    [Theory]
    [InlineData(ReplyParser.MaxOctets, ReplyStatus.Complete)]
    [InlineData(ReplyParser.MaxOctets + 1, ReplyStatus.Malformed)]
    public void A_reply_has_a_limit(int octets, ReplyStatus status)
    {
        Assert.Equal(status, Read("250-" + new string('a', octets - 11) + "\n250 b\n"));
        Assert.Equal(status == ReplyStatus.Complete ? ReplyStatus.Incomplete : status, Read("250 " + new string('a', octets - 4)));
    }

    [Fact]
    public void A_long_text_is_cut_so_that_our_line_shows_it()
    {
        var reply = ReplyParser.Parse(Encoding.ASCII.GetBytes("550 5.7.1 " + new string('a', 2000) + "\r\n"));
        Assert.EndsWith("aaa...", reply.Text, StringComparison.Ordinal);
        Assert.EndsWith("aaa...\r\n", Encoding.ASCII.GetString(reply.Line.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_EHLO_are_known()
    {
        var extensions = ReplyParser.ReadHello(
            "250-next.example SIZE 5\r\n250-PIPELINING\r\n250-size 52428800\r\n250-8BITMIME\r\n250-SmtpUtf8\r\n"u8 +
            "250-DSN\r\n250-X-WHAT EVER\r\n250-STARTTLS\r\n250-AUTH PLAIN\r\n250 ENHANCEDSTATUSCODES\r\n"u8,
            out var size);
        Assert.Equal((SmtpExtensions)0xFF, extensions);
        Assert.Equal(52428800, size);
    }

    [Theory]
    [InlineData("250 next.example\r\n", SmtpExtensions.None, 0)]
    [InlineData("250-x\r\n250 SIZE\r\n", SmtpExtensions.Size, 0)]
    [InlineData("250-x\r\n250 SIZE 0\r\n", SmtpExtensions.Size, 0)]
    [InlineData("250-x\r\n250 SIZE lots\r\n", SmtpExtensions.Size, 0)]
    [InlineData("250-x\r\n250 SIZE -5\r\n", SmtpExtensions.Size, 0)]
    [InlineData("250-x\r\n250 SIZE 99999999999999999999\r\n", SmtpExtensions.Size, long.MaxValue)]
    [InlineData("250-x\n250\n", SmtpExtensions.None, 0)]
    public void A_SIZE_without_a_number_gives_no_limit(string octets, SmtpExtensions extensions, long size)
    {
        Assert.Equal(extensions, ReplyParser.ReadHello(Encoding.ASCII.GetBytes(octets), out var read));
        Assert.Equal(size, read);
    }

    [Fact]
    public void A_reply_is_the_same_whenever_one_looks() =>
        Gen.OneOf("2", "5", "0", "250", "250-", "250 ", "251", "2.1.0 ", "\r", "\n", "\r\n", "\r\n", "x", "\0", "\xFF").Array[0, 12].Sample(pieces =>
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(pieces));
            var status = ReplyParser.TryRead(octets, out var consumed, out var code);
            var settled = ReplyStatus.Incomplete;
            for (var end = 0; end <= octets.Length; end++)
            {
                var now = ReplyParser.TryRead(octets.AsSpan(0, end), out var readNow, out var codeNow);
                if (settled != ReplyStatus.Incomplete) Assert.Equal(settled, now);
                if (now == ReplyStatus.Complete) Assert.Equal((consumed, code), (readNow, codeNow));
                settled = now;
            }
            Assert.Equal(status, settled);
            if (status == ReplyStatus.Complete) Assert.Equal(code, ReplyParser.Parse(octets.AsSpan(0, consumed)).Code);
            ReplyParser.ReadHello(octets, out _);
        }, iter: 50_000);

    private static ReplyStatus Read(string octets) => ReplyParser.TryRead(Encoding.Latin1.GetBytes(octets), out _, out _);
}
