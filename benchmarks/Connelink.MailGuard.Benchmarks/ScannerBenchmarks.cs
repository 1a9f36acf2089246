using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using MimeKit;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Whole messages in blocks of 64 KiB: the scanner alone, and the inspection with archives and protected content; beside it a copy and MimeKit.</summary>
public class ScannerBenchmarks
{
    private const int BlockOctets = 65536;
    private readonly MimeScanner _scanner = new();
    private readonly MessageInspection _inspection = new();
    private readonly Nothing _sink = new();
    private byte[] _message = [];
    private byte[] _copy = [];

    [Params("4 KB text", "4 KB alternative", "100 KB attachment", "4 MB attachment")]
    public string Message { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _message = Message switch
        {
            "4 KB text" => Mail.Text(4096),
            "4 KB alternative" => Mail.Alternative(4096),
            "100 KB attachment" => Mail.WithAttachment(Files.Noise(72_000)),
            _ => Mail.WithAttachment(Files.Noise(3_000_000)),
        };
        _copy = new byte[_message.Length];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _message.CopyTo(_copy, 0);

    [Benchmark, HotPath]
    public void Scan()
    {
        _scanner.Begin(_sink);
        for (var at = 0; at < _message.Length; at += BlockOctets) _scanner.Write(_message.AsSpan(at, Math.Min(BlockOctets, _message.Length - at)));
        _scanner.Complete();
    }

    [Benchmark, HotPath]
    public void Inspect()
    {
        _inspection.Begin(opensDocuments: false);
        for (var at = 0; at < _message.Length; at += BlockOctets) _inspection.Write(_message.AsSpan(at, Math.Min(BlockOctets, _message.Length - at)));
        _inspection.Complete();
        _inspection.Abandon();
    }

    [Benchmark]
    public void MimeKitReader() => new MimeReader(new MemoryStream(_message), MimeFormat.Entity).ReadMessage();

    [Benchmark]
    public object MimeKitParser() => new MimeParser(new MemoryStream(_message), MimeFormat.Entity).ParseMessage();

    private sealed class Nothing : IMimeSink
    {
        public void BeginPart(Mime.MimePart part)
        {
        }

        public void Content(Mime.MimePart leaf, int reading, ReadOnlySpan<byte> octets)
        {
        }

        public void EndPart(Mime.MimePart part)
        {
        }

        public void Irregular(MimeIrregularity irregularity, Mime.MimePart part)
        {
        }
    }
}
