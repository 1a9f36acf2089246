using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>64 KiB of mail data framed: beside it a copy, and a search for end-of-data that sees neither bare CR nor bare LF.</summary>
public class FramingBenchmarks
{
    private readonly MailDataReader _reader = new();
    private readonly Nothing _sink = new();
    private readonly byte[] _copy = new byte[65536];
    private byte[] _block = [];

    /// <summary>Lines of base64, lines of text, and the worst there is: lines of one stuffed dot.</summary>
    [Params("base64", "text", "dots")]
    public string Lines { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var octets = Lines switch
        {
            "base64" => Mail.WithAttachment(Files.Noise(60_000)),
            "text" => Mail.Text(70_000),
            _ => [.. Enumerable.Repeat("..\r\n"u8.ToArray(), 20_000).SelectMany(line => line)],
        };
        _block = octets[^65536..];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _block.CopyTo(_copy, 0);

    [Benchmark]
    public long PlainSearch() => _block.AsSpan().IndexOf("\r\n.\r\n"u8);

    [Benchmark, HotPath]
    public long Frame()
    {
        _reader.Reset();
        if (_reader.Read(_block, _sink, out var consumed) != MailDataStatus.More) throw new InvalidOperationException();
        return consumed;
    }

    private sealed class Nothing : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }
}
