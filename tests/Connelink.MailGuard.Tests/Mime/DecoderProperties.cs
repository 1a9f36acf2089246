using System.Text;
using Connelink.MailGuard.Mime;
using CsCheck;
using MimeKit.Encodings;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class DecoderProperties
{
    [Fact]
    public void What_was_encoded_in_base64_comes_back_whatever_its_lines() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 120], Gen.OneOf("\r\n", "\n", " \r\n", "\r\n\r\n"), Gen.Int[1, 500]).Sample((file, width, lineEnd, block) =>
        {
            var letters = Convert.ToBase64String(file);
            var text = string.Concat(letters.Chunk(width).Select(line => new string(line) + lineEnd));
            Assert.Equal(file, Decode("base64", text, block));
        }, iter: 20_000);

    [Fact]
    public void What_was_encoded_in_quoted_printable_comes_back() =>
        Gen.Select(Gen.Byte.Where(octet => octet is not (13 or 10)).Array[0, 1000], Gen.Int[1, 300]).Sample((file, block) =>
        {
            var encoder = new QuotedPrintableEncoder();
            var text = new byte[encoder.EstimateOutputLength(file.Length)];
            var length = encoder.Flush(file, 0, file.Length, text);
            Assert.Equal(file, Decode("quoted-printable", Encoding.Latin1.GetString(text, 0, length), block));
        }, iter: 20_000);

    [Fact]
    public void Quoted_printable_of_any_shape_is_read_the_same_however_it_is_split() =>
        Gen.OneOf("=", " ", "\t", "\r", "\n", "\r\n", "=\r\n", "=41", "4", "a", "Z", " \r\n", "= \r\n").Array[0, 40].Sample(
            pieces => SameHoweverSplit("Content-Type: application/x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + string.Concat(pieces)), iter: 20_000);

    [Fact]
    public void Base64_of_any_shape_is_read_the_same_however_it_is_split() =>
        Gen.OneOf("=", "==", " ", "\r\n", "\n", "QUJD", "Q", "QU", "!", "-", "_", new string('A', 76) + "\r\n").Array[0, 40].Sample(
            pieces => SameHoweverSplit("Content-Transfer-Encoding: base64\r\n\r\n" + string.Concat(pieces)), iter: 10_000);

    [Fact]
    public void Delimiters_of_any_shape_are_read_the_same_however_they_are_split() =>
        Gen.OneOf("\r\n", "\n", "\r", "--", "-", "a", "b", "--a\r\n", "--a--\r\n", "--b\r\n", "--b--", "\r\n\r\n", " ", "x",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "Content-Type: message/rfc822\r\n", "Content-Transfer-Encoding: base64\r\n", "Subject: x\r\n").Array[0, 40].Sample(
            pieces => SameHoweverSplit("Content-Type: multipart/mixed; boundary=a\r\n\r\n" + string.Concat(pieces)), iter: 5_000);

    private static void SameHoweverSplit(string text)
    {
        var message = Encoding.Latin1.GetBytes(text);
        var log = new EventLog();
        var scanner = new MimeScanner();
        var events = log.Read(scanner, message);
        foreach (var length in new[] { 1, 2, 3, 5, 17 })
        {
            Assert.Equal(events, log.Read(scanner, message, [.. Enumerable.Range(0, (message.Length / length) + 1).Select(n => n * length)]));
        }
    }

    private static byte[] Decode(string encoding, string text, int block)
    {
        var message = Encoding.Latin1.GetBytes($"Content-Transfer-Encoding: {encoding}\r\n\r\n{text}");
        var sink = new FirstReading();
        var scanner = new MimeScanner();
        scanner.Begin(sink);
        for (var at = 0; at < message.Length; at += block) scanner.Write(message.AsSpan(at, Math.Min(block, message.Length - at)));
        scanner.Complete();
        return [.. sink.Octets];
    }

    private sealed class FirstReading : IMimeSink
    {
        public List<byte> Octets { get; } = [];

        public void BeginPart(MimePart part)
        {
        }

        public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
        {
            if (reading == 0 && leaf.Depth == 0) Octets.AddRange(octets);
        }

        public void EndPart(MimePart part)
        {
        }

        public void Irregular(MimeIrregularity irregularity, MimePart part)
        {
        }
    }
}
