using System.Text;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>docs/architecture.md says which attack needs which reading: in no other one does it show. That the engine finds it, EngineJudgeTests holds.</summary>
public sealed partial class ReadingTableTests
{
    /// <summary>By the words of the table.</summary>
    private static readonly Dictionary<string, Func<byte[], byte[]>> Readings = new()
    {
        ["junk skipped, padding ends a quantum"] = body => Base64(body, Base64Reading.Lenient),
        ["padding skipped like junk"] = body => Base64(body, Base64Reading.WithoutPadding),
        ["\"-\" and \"_\" as letters"] = body => Base64(body, Base64Reading.UrlSafe),
        ["each line for itself"] = body => Base64(body, Base64Reading.ByLine),
        ["the text as it stands"] = body => body,
        ["quoted-printable"] = body => QuotedPrintable(body, QuotedPrintableReading.Lenient),
        ["quoted-printable: a stray \"=\" dropped"] = body => QuotedPrintable(body, QuotedPrintableReading.Dropping),
    };

    private static Dictionary<string, string[]> Table { get; } = Row().Matches(File.ReadAllText(SourceTree.PathOf("docs", "architecture.md")))
        .Where(row => Readings.ContainsKey(row.Groups[1].Value))
        .ToDictionary(row => row.Groups[1].Value, row => Name().Matches(row.Groups[2].Value).Select(name => name.Groups[1].Value).ToArray());

    public static TheoryData<string, string> Attacks => [.. Table.SelectMany(row => row.Value.Select(attack => (row.Key, attack)))];

    /// <summary>Of base64 the first is the one that all programs make; quoted-printable has its usual one as well.</summary>
    [Fact]
    public void Each_reading_is_in_the_table_and_has_an_attack()
    {
        Assert.Equal(Readings.Keys.Except(["quoted-printable"]), Table.Keys);
        Assert.All(Table.Skip(1), row => Assert.NotEmpty(row.Value));
        Assert.Equal(MimeLimits.MaxReadings, Table.Count - 1);
        Assert.Equal(Enum.GetValues<Base64Reading>().Length + Enum.GetValues<QuotedPrintableReading>().Length + 1, Readings.Count);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_shows_in_no_other_reading(string reading, string attack)
    {
        var message = Encoding.Latin1.GetString(Samples.Attacks.Single(sample => sample.Name.EndsWith('/' + attack)).Content.ToArray());
        var isQuotedPrintable = reading.StartsWith("quoted-printable", StringComparison.Ordinal);
        var showing = Readings.Where(one => (one.Key.StartsWith("quoted-printable", StringComparison.Ordinal) == isQuotedPrintable || one.Key == "the text as it stands") && Shows(message, one.Value));
        Assert.Equal([reading], showing.Select(one => one.Key));
    }

    /// <summary>Whether the archive is seen when the body that is encoded stands there as it is read.</summary>
    private static bool Shows(string message, Func<byte[], byte[]> read)
    {
        var (encoding, start, end) = Body(message);
        var body = Encoding.Latin1.GetString(read(Encoding.Latin1.GetBytes(message[start..end])));
        var decoded = message[..start].Replace(encoding, "binary", StringComparison.Ordinal) + body + message[end..];
        var inspection = new MessageInspection();
        inspection.Begin(opensDocuments: false);
        inspection.Write(Encoding.Latin1.GetBytes(decoded));
        inspection.Complete();
        inspection.Abandon();
        return (inspection.Facts.Archives & ArchiveFindings.Encrypted) != 0;
    }

    private static (string Encoding, int Start, int End) Body(string message)
    {
        var field = Encoded().Match(message);
        var start = message.IndexOf("\r\n\r\n", field.Index, StringComparison.Ordinal) + 4;
        var end = message.Contains("multipart/", StringComparison.Ordinal) ? message.LastIndexOf("\r\n--", StringComparison.Ordinal) : message.Length;
        return (field.Groups[1].Value, start, end);
    }

    private static byte[] Base64(ReadOnlySpan<byte> body, Base64Reading reading)
    {
        var decoder = new Base64Decoder();
        List<byte> decoded = [];
        decoder.Begin(reading);
        while (!body.IsEmpty) decoded.AddRange(decoder.Decode(ref body, out _));
        return [.. decoded, .. decoder.Complete(out _)];
    }

    private static byte[] QuotedPrintable(ReadOnlySpan<byte> body, QuotedPrintableReading reading)
    {
        var decoder = new QuotedPrintableDecoder();
        List<byte> decoded = [];
        decoder.Begin(reading);
        while (!body.IsEmpty) decoded.AddRange(decoder.Decode(ref body, out _));
        return [.. decoded, .. decoder.Complete(out _)];
    }

    [GeneratedRegex(@"^\| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z0-9-]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("Content-Transfer-Encoding: *(base64|quoted-printable)", RegexOptions.IgnoreCase)]
    private static partial Regex Encoded();
}
