using System.Diagnostics;
using System.Text;
using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Messages made to cost: each is read to its end, tells what it must, and its speed is printed. Speed is no gate here: machines differ.</summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Messages.Keys];

    private static readonly Dictionary<string, (string Head, string Unit, int Times, MimeIrregularity Told)> Messages = new()
    {
        ["10,000 parts"] = (Mixed("a"), "--a\r\n\r\n", 20_000, MimeIrregularity.TooManyParts),
        ["10,000 parts with fields"] = (Mixed("a"), "--a\r\nContent-Type: text/plain; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n", 9_000, MimeIrregularity.None),
        ["100,000 delimiter candidates"] = (Mixed("a") + "--a\r\n\r\n", "--x\r\n", 100_000, MimeIrregularity.None),
        ["100,000 delimiter candidates that nearly fit"] = (Mixed(new string('a', 60) + "b") + "--x\r\n\r\n", "--" + new string('a', 60) + "c\r\n", 100_000, MimeIrregularity.UnusedBoundary),
        ["lines of one hyphen"] = (Mixed("a") + "--a\r\n\r\n", "-\r\n", 500_000, MimeIrregularity.None),
        ["fields without end"] = ("", "X: y\r\n", 500_000, MimeIrregularity.HeaderTooLong),
        ["lines that are no fields without end"] = ("X: y\r\n", "a\r\n", 500_000, MimeIrregularity.HeaderTooLong),
        ["types without end"] = ("", "Content-Type: text/plain; charset=utf-8\r\n", 50_000, MimeIrregularity.HeaderTooLong),
        ["parameters without end"] = ("Content-Type: text/plain", ";\r\n a=b", 500_000, MimeIrregularity.HeaderTooLong),
        ["comments that do not end"] = ("Content-Type: text/plain", ";(", 60_000, MimeIrregularity.None),
        ["pieces of a name without end"] = ("Content-Disposition: attachment", ";filename*1*=x", 9_000, MimeIrregularity.None),
        ["encoded words that do not end"] = ("Content-Disposition: attachment; filename=\"", "=?q?", 30_000, MimeIrregularity.None),
        ["a line of 50 MB"] = ("Subject: x\r\n\r\n", "xxxxxxxxxx", 5_000_000, MimeIrregularity.None),
        ["a line of 50 MB in a part"] = (Mixed("a") + "--a\r\n\r\n", "xxxxxxxxxx", 5_000_000, MimeIrregularity.None),
        ["a field of 50 MB"] = ("Subject: ", "xxxxxxxxxx", 5_000_000, MimeIrregularity.HeaderTooLong),
        ["a delimiter of 10 MB"] = (Mixed("a") + "--a", "          ", 1_000_000, MimeIrregularity.JunkBehindDelimiter),
        ["junk in each line of base64"] = (Encoded("base64"), new string('A', 76) + "!\r\n", 100_000, MimeIrregularity.JunkInBase64),
        ["nothing but junk in base64"] = (Encoded("base64"), "!!!!", 500_000, MimeIrregularity.JunkInBase64),
        ["padding in each quantum of base64"] = (Encoded("base64"), "QQ==", 500_000, MimeIrregularity.PaddingInsideBase64),
        ["blanks in base64"] = (Encoded("base64"), "QU JD", 500_000, MimeIrregularity.None),
        ["escapes in quoted-printable"] = (Encoded("quoted-printable"), "=41", 500_000, MimeIrregularity.None),
        ["stray equals signs in quoted-printable"] = (Encoded("quoted-printable"), "=", 1_000_000, MimeIrregularity.OddQuotedPrintable),
        ["blanks at line ends in quoted-printable"] = (Encoded("quoted-printable"), " \r\n", 500_000, MimeIrregularity.BlankAtLineEnd),
        ["soft breaks with padding"] = (Encoded("quoted-printable"), "= \r\n", 500_000, MimeIrregularity.BlankAtLineEnd),
        ["blanks without end in quoted-printable"] = (Encoded("quoted-printable"), "        ", 500_000, MimeIrregularity.None),
        ["messages that look like messages"] = ("", "Received: a\r\n\r\n", 300_000, MimeIrregularity.None),
        ["quoted-printable messages that look like messages"] = ("", "From: a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", 100_000, MimeIrregularity.None),
        ["1,000 levels"] = ("", "", 0, MimeIrregularity.TooDeep),
        ["1,000 messages inside each other"] = ("", "Content-Type: message/rfc822\r\n\r\n", 1_000, MimeIrregularity.TooDeep),
        ["64 levels and 200,000 candidates"] = (Levels(60), "--b0\r\n", 200_000, MimeIrregularity.None),
        ["parts in the preamble"] = (Mixed("a"), "--x\r\ncontent-", 200_000, MimeIrregularity.ForeignDelimiter),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_read_to_its_end(string name)
    {
        var (head, unit, times, told) = Messages[name];
        var message = name == "1,000 levels" ? Encoding.ASCII.GetBytes(Levels(1000)) : Encoding.ASCII.GetBytes(head + new StringBuilder().Insert(0, unit, times));
        var scanner = new MimeScanner();
        var sink = new Depths();
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            var watch = Stopwatch.StartNew();
            scanner.Begin(sink);
            for (var at = 0; at < message.Length; at += 65536) scanner.Write(message.AsSpan(at, Math.Min(65536, message.Length - at)));
            scanner.Complete();
            if (watch.Elapsed < best) best = watch.Elapsed;
        }
        output.WriteLine($"{name}: {message.Length / best.TotalSeconds / 1e6:F0} MB/s");
        Assert.True(scanner.Irregularities.HasFlag(told), scanner.Irregularities.ToString());
        Assert.InRange(sink.Parts, 1, 3 * 2 * MimeLimits.MaxParts);
        Assert.InRange(sink.Depth, 0, MimeLimits.MaxDepth + 1);
    }

    private static string Mixed(string boundary) => $"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n";

    private static string Encoded(string encoding) => $"Content-Type: application/x\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n";

    private static string Levels(int count) => string.Concat(Enumerable.Range(0, count).Select(n => $"{Mixed($"b{n:D4}")}--b{n:D4}\r\n")) + "\r\n";

    private sealed class Depths : IMimeSink
    {
        public int Parts { get; private set; }

        public int Depth { get; private set; }

        public void BeginPart(MimePart part)
        {
            Parts++;
            Depth = Math.Max(Depth, part.Depth);
        }

        public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
        {
        }

        public void EndPart(MimePart part)
        {
        }

        public void Irregular(MimeIrregularity irregularity, MimePart part)
        {
        }
    }
}
