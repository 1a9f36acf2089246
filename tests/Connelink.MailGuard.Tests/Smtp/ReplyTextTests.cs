using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed partial class ReplyTextTests
{
    public static TheoryData<string> OwnReplies => [.. typeof(Replies).GetFields(BindingFlags.Public | BindingFlags.Static).Select(reply => reply.Name)];

    [Theory]
    [MemberData(nameof(OwnReplies))]
    public void Every_reply_of_ours_is_a_line_that_the_parser_reads_back(string name)
    {
        var reply = (Reply)typeof(Replies).GetField(name)!.GetValue(null)!;
        Assert.Equal(reply.ToString() + "\r\n", Encoding.ASCII.GetString(reply.Line.Span));
        Assert.Equal(ReplyStatus.Complete, ReplyParser.TryRead(reply.Line.Span, out var consumed, out var code));
        Assert.Equal((reply.Line.Length, reply.Code), (consumed, code));
        Assert.Equal(reply, ReplyParser.Parse(reply.Line.Span));
    }

    [Theory]
    [InlineData("OK", "250 2.0.0 OK\r\n")]
    [InlineData("", "250 2.0.0 \r\n")]
    [InlineData("a\r\n250 b", "250 2.0.0 a\\x0D\\x0A250 b\r\n")]
    [InlineData("tab\tnul\0del\u007f", "250 2.0.0 tab\\x09nul\\x00del\\x7F\r\n")]
    [InlineData("é\U0001F600", "250 2.0.0 \\xC3\\xA9\\xF0\\x9F\\x98\\x80\r\n")]
    public void A_reply_is_one_line_of_printable_ASCII(string text, string line) =>
        Assert.Equal(line, Encoding.ASCII.GetString(ReplyText.Encode(new Reply(250, new(0, 0), text))));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped_as_the_replacement_character() =>
        Assert.Equal("250 \\xEF\\xBF\\xBD\r\n", Encoding.ASCII.GetString(ReplyText.Encode(new Reply(250, null, "\uD800"))));

    [Fact]
    public void A_reply_without_status_has_none() =>
        Assert.Equal("354 Go\r\n", Encoding.ASCII.GetString(ReplyText.Encode(new Reply(354, null, "Go"))));

    [Fact]
    public void No_text_makes_a_line_over_512_octets_or_cuts_an_escape() =>
        Gen.OneOf("a", " ", "é", "\n", "\U0001F600", "\uDC00").Array[0, 700].Sample(pieces =>
        {
            var line = Encoding.ASCII.GetString(ReplyText.Encode(new Reply(550, new(1, 1), string.Concat(pieces))));
            Assert.InRange(line.Length, 12, Reply.MaxOctets);
            Assert.Matches(Whole(), line);
        }, iter: 2000);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "...")]
    [InlineData("abcdef", 5, "ab...")]
    [InlineData("a\0b", 6, "a\\x00b")]
    [InlineData("a\0b", 5, "a...")]
    [InlineData("\0\0\0", 8, "\\x00...")]
    [InlineData("\0\0", 8, "\\x00\\x00")]
    [InlineData("ab", 1, ".")]
    [InlineData("ab", 0, "")]
    [InlineData("", 0, "")]
    public void Octets_for_people_are_escaped_and_cut(string text, int max, string expected) =>
        Assert.Equal(expected, ReplyText.Printable(Encoding.ASCII.GetBytes(text), max));

    [GeneratedRegex(@"^550 5\.1\.1 ([\x20-\x5B\x5D-\x7E]|\\x[0-9A-F]{2})*\r\n\z")]
    private static partial Regex Whole();
}
