using System.Text;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class MailDataReaderTests
{
    [Theory]
    [InlineData(".\r\n", 3, "")]
    [InlineData("a\r\n.\r\n", 6, "a\r\n")]
    [InlineData("\r\n.\r\n", 5, "\r\n")]
    [InlineData("a\r\n.\r\nQUIT\r\n", 6, "a\r\n")]
    [InlineData("..\r\n.\r\n", 7, ".\r\n")]
    [InlineData("a\r\n..b\r\n.c\r\n.\r\n", 15, "a\r\n.b\r\nc\r\n")]
    [InlineData("a.\r\n.\r\n", 7, "a.\r\n")]
    [InlineData("...\r\n\r\n.\r\n", 10, "..\r\n\r\n")]
    public void Only_a_dot_alone_between_two_CRLF_ends_a_message(string octets, int consumed, string content) =>
        Assert.Equal(new Framed("EndOfData", consumed, 0, content), Read(octets));

    [Theory]
    [InlineData("\n.\n", MailDataStatus.BareLineFeed)]
    [InlineData("\n.\r", MailDataStatus.BareLineFeed)]
    [InlineData("\n.\r\n", MailDataStatus.BareLineFeed)]
    [InlineData("\r.\n", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r.\r", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r.\r\n", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r\n.\n", MailDataStatus.BareLineFeed)]
    [InlineData("\r\n.\r", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r\n.\r\r\n", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r\r\n.\r\n", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r\r\n.\r\r\n", MailDataStatus.BareCarriageReturn)]
    [InlineData("\n\r\n.\r\n", MailDataStatus.BareLineFeed)]
    [InlineData("\n\n.\n\n", MailDataStatus.BareLineFeed)]
    [InlineData("\n\r.\n\r", MailDataStatus.BareLineFeed)]
    [InlineData("\r\n\0.\r\n", MailDataStatus.Nul)]
    [InlineData("\r\n.\0\r\n", MailDataStatus.Nul)]
    [InlineData("\0\r\n.\r\n", MailDataStatus.Nul)]
    [InlineData("\r\0\n.\r\n", MailDataStatus.BareCarriageReturn)]
    [InlineData("\r\n.\r\0\n", MailDataStatus.BareCarriageReturn)]
    public void What_smugglers_use_is_no_end_of_data(string octets, MailDataStatus status)
    {
        // CVE-2023-51764, -51765, -51766; at every offset within a stride, and cut at every octet.
        for (var before = 0; before < 130; before++)
        {
            var message = new string('a', before) + octets + "MAIL FROM:<admin@example.org>\r\n.\r\n";
            Assert.Equal(status.ToString(), Read(message).Status);
            Assert.Equal(Read(message), Read(Encoding.Latin1.GetBytes(message), [.. Enumerable.Repeat(1, message.Length)]));
        }
    }

    [Theory]
    [InlineData("a\r\n.\r\n", 0)]
    [InlineData("a\r\n", 0)]
    [InlineData("a\r\n.", 1)]
    [InlineData("a\r\n.\r", 2)]
    [InlineData(".", 1)]
    [InlineData(".\r", 2)]
    [InlineData("a.", 0)]
    [InlineData("a\r\n..", 0)]
    [InlineData("a\r\n.\rb", 0)]
    [InlineData("\r", 0)]
    public void What_may_be_end_of_data_is_withheld(string octets, int withheld) => Assert.Equal(withheld, Read(octets).Withheld);

    [Fact]
    public void What_is_sent_on_is_what_was_received_whatever_was_withheld() =>
        Gen.Select(MailData.LongLines, MailData.Cuts).Sample((octets, cuts) =>
        {
            var reader = new MailDataReader();
            var sent = new List<byte>();
            var held = new List<byte>();
            foreach (var block in MailData.Split(octets, cuts))
            {
                var status = reader.Read(block.Span, new Content(), out var consumed);
                held.AddRange(block.Span[..consumed]);
                if (status == MailDataStatus.EndOfData) Assert.Equal(".\r\n"u8, held.ToArray().AsSpan(held.Count - MailDataReader.EndOfDataOctets));
                if (status != MailDataStatus.More) return;
                sent.AddRange(held[..^reader.Withheld]);
                held.RemoveRange(0, held.Count - reader.Withheld);
                Assert.False(held.Count == 0 && (EndsWith(sent, "\r\n.") || EndsWith(sent, "\r\n.\r")));
            }
            Assert.Equal(octets, sent.Concat(held).ToArray());
        }, iter: 20_000);

    [Fact]
    public void It_agrees_with_a_naive_reader_on_every_short_message()
    {
        for (var octets = 0; octets <= 7; octets++)
        {
            foreach (var message in MailData.Every(octets))
            {
                var expected = Naive(message);
                Assert.Equal(expected, Read(message, []));
                Assert.Equal(expected, Read(message, [.. Enumerable.Repeat(1, octets)]));
            }
        }
    }

    [Fact]
    public void It_agrees_with_a_naive_reader_however_the_octets_are_split() =>
        Gen.Select(MailData.LongLines, MailData.Cuts).Sample((octets, cuts) =>
        {
            var expected = Naive(octets);
            Assert.Equal(expected, Read(octets, []));
            Assert.Equal(expected, Read(octets, cuts));
        }, iter: 100_000);

    [Fact]
    public void Dense_octets_after_a_stride_are_read_the_same() =>
        Gen.Select(Gen.Int[40, 140], MailData.Dense, Gen.Int[0, 140], MailData.Cuts).Sample((before, dense, after, cuts) =>
        {
            byte[] octets = [.. Enumerable.Repeat((byte)'a', before), .. dense, .. Enumerable.Repeat((byte)'a', after), .. "\r\n.\r\n"u8];
            var expected = Naive(octets);
            Assert.Equal(expected, Read(octets, []));
            Assert.Equal(expected, Read(octets, cuts));
        }, iter: 200_000);

    [Fact]
    public void After_the_end_nothing_is_read_until_reset()
    {
        var reader = new MailDataReader();
        Assert.Equal(MailDataStatus.EndOfData, reader.Read(".\r\n"u8, new Content(), out _));
        Assert.Throws<InvalidOperationException>(() => reader.Read("x"u8, new Content(), out _));
        reader.Reset();
        Assert.Equal(MailDataStatus.EndOfData, reader.Read(".\r\n"u8, new Content(), out _));
    }

    private static Framed Read(string octets) => Read(Encoding.Latin1.GetBytes(octets), []);

    private static Framed Read(byte[] octets, int[] cuts)
    {
        var reader = new MailDataReader();
        var content = new Content();
        var total = 0;
        foreach (var block in MailData.Split(octets, cuts))
        {
            var status = reader.Read(block.Span, content, out var consumed);
            total += consumed;
            if (status != MailDataStatus.More) return new Framed(status.ToString(), total, reader.Withheld, content.ToString());
            Assert.Equal(block.Length, consumed);
        }
        return new Framed("More", total, reader.Withheld, content.ToString());
    }

    /// <summary>Line by line over the whole message, as RFC 5321 4.5.2 tells it.</summary>
    private static Framed Naive(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        var content = "";
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n') return Offence("BareLineFeed", at);
            if (text[at] == '\0') return Offence("Nul", at);
            if (text[at] != '\r') continue;
            if (at + 1 == text.Length) break;
            if (text[at + 1] != '\n') return Offence("BareCarriageReturn", at + 1);
            var line = text[start..at];
            if (line == ".") return new Framed("EndOfData", at + 2, 0, content);
            content += UnStuff(line) + "\r\n";
            start = ++at + 1;
        }
        var rest = text[start..];
        var withheld = rest is "." or ".\r" ? rest.Length : 0;
        return new Framed("More", text.Length, withheld, content + UnStuff(rest[withheld..]));

        Framed Offence(string status, int at) => new(status, at, 0, content + (text[start..at] == ".\r" ? "" : UnStuff(text[start..at])));
    }

    private static string UnStuff(string line) => line.StartsWith('.') ? line[1..] : line;

    private static bool EndsWith(List<byte> octets, string text) => Encoding.Latin1.GetString([.. octets]).EndsWith(text, StringComparison.Ordinal);
}
