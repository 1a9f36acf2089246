using System.Text;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>What is irregular in a message is so in every place that a message or a part can stand in: each golden message in each place.</summary>
public sealed class IrregularityPlacesTests
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> Places = new()
    {
        ["part"] = m => Multipart("mixed", m),
        ["part of a part"] = m => Multipart("mixed", Multipart("related", Multipart("alternative", m))),
        ["message"] = m => Field("Content-Type: message/rfc822", m),
        ["message in a part"] = m => Multipart("mixed", Field("Content-Type: message/rfc822", m)),
        ["message in a message"] = m => Field("Content-Type: message/rfc822", Field("Content-Type: message/rfc822", m)),
        ["message/global"] = m => Field("Content-Type: message/global", m),
        ["digest"] = m => Multipart("digest", [.. "\r\n"u8, .. m]),
        ["message in base64"] = m => Field("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64", Base64(m)),
        ["message in quoted-printable"] = m => Field("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable", QuotedPrintable(m)),
        ["file named .eml"] = m => Multipart("mixed", Field("Content-Type: application/octet-stream; name=a.eml", m)),
        ["file named .eml in base64"] = m => Multipart("mixed", Field("Content-Type: application/octet-stream; name=a.eml\r\nContent-Transfer-Encoding: base64", Base64(m))),
        ["second reading, base64"] = m => Field("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64", Base64(m)),
        ["second reading, an encoding that is none"] = m => Multipart("mixed", Field("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64;", Base64(m))),
        ["second reading, quoted-printable"] = m =>
            Field("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: quoted-printable", QuotedPrintable(m)),
    };

    /// <summary>Of a file named .eml the blank before its first field is passed over, and the type read: nothing is hidden then.</summary>
    private const string PassedInFiles = "fields: type behind a blank on the first line";

    public static TheoryData<string> Names => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_found_in(string place)
    {
        List<string> lost = [];
        foreach (var one in MessageCase.All)
        {
            if (one.ToString() == PassedInFiles && place.StartsWith("file", StringComparison.Ordinal)) continue;
            var missing = Telling(Found(one.Message)) & ~Found(Places[place](one.Message));
            if (missing != 0) lost.Add($"{one}: {missing}");
        }
        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    /// <summary>But that a message is encoded, in which programs differ.</summary>
    /// <summary>Limits have tests of their own, and so has what only the inspection of files tells.</summary>
    [Fact]
    public void Every_irregularity_is_in_some_golden_message()
    {
        const MimeIrregularity elsewhere = MimeIrregularity.Limits | MimeIrregularity.LateBase64 | MimeIrregularity.UnseenTextEncoding;
        var found = MessageCase.All.Aggregate(MimeIrregularity.None, (all, one) => all | Found(one.Message));
        Assert.Equal(MimeIrregularity.None, Enum.GetValues<MimeIrregularity>().Aggregate(MimeIrregularity.None, (all, one) => all | one) & ~elsewhere & ~found);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_encrypted_archive_behind_a_hidden_type_is_found_in(string place)
    {
        byte[] hidden = [.. " Content-Type: multipart/mixed; boundary=abc\r\n\r\n--abc\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8, .. Base64(Archives.Samples.Zip("secret", 0, ("a.txt", Archives.Samples.Text()))), .. "--abc--\r\n"u8];
        var inspection = new MessageInspection();
        inspection.Begin(opensDocuments: false);
        inspection.Write(Places[place](hidden));
        inspection.Complete();
        Assert.True(inspection.Facts.Archives.HasFlag(ArchiveFindings.EncryptedZip) || MimeTreatments.Of(inspection.Facts.Irregularities) == MimeTreatment.Refuse);
    }

    [Fact]
    public void Nothing_is_irregular_in_the_places_themselves() => Assert.All(Places.Where(place => !place.Key.StartsWith("second", StringComparison.Ordinal)), place =>
        Assert.Equal(MimeIrregularity.None, Found(place.Value("Content-Type: text/plain\r\n\r\nhello\r\n"u8.ToArray())) & ~MimeIrregularity.EncodedComposite));

    /// <summary>What is more than sloppy.</summary>
    private static MimeIrregularity Telling(MimeIrregularity found) =>
        Enum.GetValues<MimeIrregularity>().Where(one => found.HasFlag(one) && MimeTreatments.Of(one) != MimeTreatment.Tolerate).Aggregate(MimeIrregularity.None, (all, one) => all | one);

    private static MimeIrregularity Found(byte[] message)
    {
        var sink = new Irregularities();
        var scanner = new MimeScanner();
        scanner.Begin(sink);
        scanner.Write(message);
        scanner.Complete();
        // In a digest, where parts are messages by default, the same is told more severely.
        return sink.Found | (sink.Found.HasFlag(MimeIrregularity.BoundaryPrefix) ? MimeIrregularity.ExtendedBoundary : 0);
    }

    private static byte[] Multipart(string subtype, byte[] part)
    {
        var boundary = $"=_{subtype}_place_=";
        return
        [
            .. Encoding.ASCII.GetBytes($"Content-Type: multipart/{subtype}; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\nContent-Type: text/plain\r\n\r\nhello\r\n--{boundary}\r\n"), .. part,
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"),
        ];
    }

    private static byte[] Field(string fields, byte[] body) => [.. Encoding.ASCII.GetBytes($"{fields}\r\n\r\n"), .. body];

    private static byte[] Base64(byte[] content) => Encoding.ASCII.GetBytes(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks) + "\r\n");

    /// <summary>Every octet, so that lines stay short and no octet can be misread.</summary>
    private static byte[] QuotedPrintable(byte[] content) =>
        Encoding.ASCII.GetBytes(string.Join("=\r\n", content.Chunk(24).Select(line => string.Concat(line.Select(octet => $"={octet:X2}")))) + "\r\n");

    private sealed class Irregularities : IMimeSink
    {
        public MimeIrregularity Found { get; private set; }

        public void BeginPart(MimePart part)
        {
        }

        public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
        {
        }

        public void Irregular(MimeIrregularity irregularity, MimePart part)
        {
            if (part.Origin != MessageOrigin.LookAlike) Found |= irregularity;
        }

        public void EndPart(MimePart part)
        {
        }
    }
}
