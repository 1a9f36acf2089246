using System.Text;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class BareLineFeedNormaliserTests
{
    [Theory]
    [InlineData("a\nb\n", "a\r\nb\r\n")]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\n")]
    [InlineData("\n\n", "\r\n\r\n")]
    [InlineData("a\n\r\nb", "a\r\n\r\nb")]
    [InlineData("a\rb\0\r\r\n", "a\rb\0\r\r\n")]
    [InlineData("a\r\n..\n", "a\r\n..\r\n")]
    [InlineData("a\n b.\n", "a\r\n b.\r\n")]
    public void A_bare_LF_becomes_CRLF(string source, string expected) => Assert.Equal(("More", expected, source.Length), Normalise(source));

    [Theory]
    [InlineData("a\n.\n", 2)]
    [InlineData("a\n.\r\n", 2)]
    [InlineData("a\n..\r\n", 2)]
    [InlineData("a\n.b", 2)]
    [InlineData("\n.", 1)]
    [InlineData(".\n", 1)]
    [InlineData("a\r\n.\n", 4)]
    [InlineData("a\n\n.", 3)]
    public void A_bare_LF_around_a_dot_is_refused(string source, int read)
    {
        var (status, _, actual) = Normalise(source);
        Assert.Equal(("Refused", read), (status, actual));
    }

    [Theory]
    [InlineData(".\r\n", "QUIT\n")]
    [InlineData("a\nb\r\n.\r\n", "RSET\n.\nMAIL FROM:<>\n")]
    [InlineData("a\n\r\n.\r\n", "")]
    public void What_follows_end_of_data_is_not_touched(string message, string behind)
    {
        var (status, _, read) = Normalise(message + behind);
        Assert.Equal(("EndOfData", message.Length), (status, read));
    }

    [Theory]
    [InlineData("a", "b\r\n", false)]
    [InlineData("a", "b\n", true)]
    [InlineData("a\r", "\nb", false)]
    [InlineData("a", "\nb", true)]
    [InlineData("a\r\n.\r", "\n", false)]
    [InlineData("a\r\n.", "\n", true)]
    [InlineData("a\n", ".", true)]
    [InlineData("a\n", "b", false)]
    [InlineData("a\r\n", ".", false)]
    public void Whether_it_is_needed_depends_on_what_went_before(string before, string block, bool needed)
    {
        var normaliser = new BareLineFeedNormaliser();
        normaliser.Normalise(Encoding.ASCII.GetBytes(before), new byte[20], out _, out _);
        Assert.Equal(needed, normaliser.NeedsIt(Encoding.ASCII.GetBytes(block)));
        Assert.Equal(!needed, normaliser.TryPass(Encoding.ASCII.GetBytes(block)));
    }

    [Fact]
    public void It_agrees_with_a_naive_one_on_every_short_message()
    {
        for (var octets = 0; octets <= 7; octets++)
        {
            foreach (var message in MailData.Every(octets))
            {
                var text = Encoding.Latin1.GetString(message);
                Assert.Equal(Naive(text), Normalise(text));
            }
        }
    }

    [Fact]
    public void Normalised_and_framed_the_result_is_the_same_however_the_octets_are_split() =>
        Gen.Select(Gen.OneOf(MailData.Dense, MailData.LongLines, Unix), MailData.Cuts, Gen.Int[2, 200]).Sample((octets, cuts, room) =>
        {
            var whole = Frame(octets, [], 2 * octets.Length + 2);
            Assert.Equal(whole, Frame(octets, cuts, room));
            Assert.Equal(whole, Frame(octets, [.. Enumerable.Repeat(1, octets.Length)], 2));
            if (whole.Status == "EndOfData") Assert.EndsWith(".\r\n", Encoding.Latin1.GetString(octets, 0, whole.Consumed), StringComparison.Ordinal);
            Assert.NotEqual("BareLineFeed", whole.Status);
        }, iter: 200_000);

    [Fact]
    public void After_the_end_nothing_is_read_until_reset()
    {
        var normaliser = new BareLineFeedNormaliser();
        normaliser.Normalise(".\r\n"u8, new byte[9], out _, out _);
        Assert.Throws<InvalidOperationException>(() => normaliser.TryPass("x"u8));
        Assert.Throws<InvalidOperationException>(() => normaliser.Normalise("x"u8, new byte[9], out _, out _));
        normaliser.Reset();
        Assert.True(normaliser.TryPass(".\r\n"u8));
    }

    private static Gen<byte[]> Unix => MailData.LongLines.Select(octets => octets.Where(octet => octet != '\r').ToArray());

    private static (string Status, string Written, int Read) Normalise(string source)
    {
        var destination = new byte[2 * source.Length + 2];
        var status = new BareLineFeedNormaliser().Normalise(Encoding.Latin1.GetBytes(source), destination, out var read, out var written);
        return (status.ToString(), Encoding.Latin1.GetString(destination, 0, written), read);
    }

    /// <summary>As a session does it.</summary>
    private static Framed Frame(byte[] octets, int[] cuts, int room)
    {
        var normaliser = new BareLineFeedNormaliser();
        var reader = new MailDataReader();
        var content = new Content();
        var buffer = new byte[room];
        var total = 0;
        foreach (var memory in MailData.Split(octets, cuts))
        {
            var block = memory;
            if (normaliser.TryPass(block.Span))
            {
                var framed = reader.Read(block.Span, content, out var consumed);
                total += consumed;
                if (framed != MailDataStatus.More) return Done(framed.ToString());
                continue;
            }
            NormaliseStatus status;
            do
            {
                status = normaliser.Normalise(block.Span, buffer, out var read, out var written);
                var framed = reader.Read(buffer.AsSpan(0, written), content, out var consumed);
                total += read;
                block = block[read..];
                if (framed is not (MailDataStatus.More or MailDataStatus.EndOfData)) return Done(framed.ToString());
                Assert.Equal(written, consumed);
                Assert.Equal(status == NormaliseStatus.EndOfData, framed == MailDataStatus.EndOfData);
            }
            while (status == NormaliseStatus.DestinationFull);
            if (status != NormaliseStatus.More) return Done(status.ToString());
        }
        return Done("More");

        // Where in a block a bare CR stands is not told in octets of the source.
        Framed Done(string status) =>
            new(status, status is "BareCarriageReturn" or "Nul" ? 0 : total, reader.Withheld, content.ToString());
    }

    private static (string Status, string Written, int Read) Naive(string source)
    {
        var written = "";
        for (var at = 0; at < source.Length; at++)
        {
            var before = source[..at];
            var isLf = source[at] == '\n';
            if (isLf && (before == ".\r" || before.EndsWith("\r\n.\r", StringComparison.Ordinal))) return ("EndOfData", written + "\n", at + 1);
            if (isLf && (before == "." || before.EndsWith("\r\n.", StringComparison.Ordinal))) return ("Refused", written, at);
            if (source[at] == '.' && EndsInBareLf(before)) return ("Refused", written, at);
            written += EndsInBareLf(before + source[at]) ? "\r\n" : source[at];
        }
        return ("More", written, source.Length);
    }

    private static bool EndsInBareLf(string text) => text.EndsWith('\n') && !text.EndsWith("\r\n", StringComparison.Ordinal);
}
