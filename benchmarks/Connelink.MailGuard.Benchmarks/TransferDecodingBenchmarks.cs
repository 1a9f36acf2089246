using System.Buffers.Text;
using System.Text;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>48 KiB decoded from base64 and from quoted-printable; beside it a copy, the runtime's decoder on base64 without line ends, and MimeKit's decoders.</summary>
public class TransferDecodingBenchmarks
{
    private static readonly byte[] Base64Lines = Encoding.ASCII.GetBytes(Convert.ToBase64String(Files.Noise(48 * 1024), Base64FormattingOptions.InsertLineBreaks) + "\r\n");
    private static readonly byte[] Base64Octets = Encoding.ASCII.GetBytes(Convert.ToBase64String(Files.Noise(48 * 1024)));
    private static readonly byte[] Quoted = Encoding.ASCII.GetBytes(Mail.QuotedPrintable(64 * 1024));
    private readonly Base64Decoder _base64 = new();
    private readonly QuotedPrintableDecoder _quoted = new();
    private readonly MimeKit.Encodings.Base64Decoder _mimeKitBase64 = new();
    private readonly MimeKit.Encodings.QuotedPrintableDecoder _mimeKitQuoted = new();
    private readonly byte[] _decoded = new byte[128 * 1024];

    [Benchmark(Baseline = true)]
    public void Copy() => Base64Lines.CopyTo(_decoded, 0);

    [Benchmark]
    public long RuntimeBase64()
    {
        Base64.DecodeFromUtf8(Base64Octets, _decoded, out _, out var written);
        return written;
    }

    [Benchmark, HotPath]
    public long DecodeBase64()
    {
        _base64.Begin(Base64Reading.Lenient);
        ReadOnlySpan<byte> rest = Base64Lines;
        var decoded = 0L;
        while (!rest.IsEmpty) decoded += _base64.Decode(ref rest, out _).Length;
        return decoded;
    }

    [Benchmark]
    public long MimeKitBase64()
    {
        _mimeKitBase64.Reset();
        return _mimeKitBase64.Decode(Base64Lines, 0, Base64Lines.Length, _decoded);
    }

    [Benchmark, HotPath]
    public long DecodeQuotedPrintable()
    {
        _quoted.Begin(default);
        ReadOnlySpan<byte> rest = Quoted;
        var decoded = 0L;
        while (!rest.IsEmpty) decoded += _quoted.Decode(ref rest, out _).Length;
        return decoded;
    }

    [Benchmark]
    public long MimeKitQuotedPrintable()
    {
        _mimeKitQuoted.Reset();
        return _mimeKitQuoted.Decode(Quoted, 0, Quoted.Length, _decoded);
    }
}
