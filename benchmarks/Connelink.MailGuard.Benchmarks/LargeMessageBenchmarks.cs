using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Inspection;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Messages of 30 MB on the wire in blocks of 64 KiB, everything decoded and watched: the bar is 4 GB/s where nothing is inflated.</summary>
public class LargeMessageBenchmarks
{
    private const int BlockOctets = 65536;
    private const int WireOctets = 30_000_000;

    /// <summary>What base64 makes of it, in lines of 76, is so much longer.</summary>
    private const int FileOctets = WireOctets / 78 * 57;

    private readonly MessageInspection _inspection = new();
    private byte[] _message = [];

    /// <summary>The first three are inflated not at all; the next so far that the kind of each file is known; the last two to their end.</summary>
    [Params("media", "stored zip", "stored zip of small files", "documents", "zip of texts", "zip in deflated zip", "tar.gz of texts")]
    public string Content { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _message = Content == "documents" ? Mail.WithAttachments([.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? Files.Docx(i) : Files.Xlsx(i))]) : Mail.WithAttachment(File());
        Inspect();
        Console.WriteLine($"// {Content}: {_message.Length:N0} octets on the wire, {_inspection.Inflated:N0} inflated");
    }

    [Benchmark]
    public void Inspect()
    {
        _inspection.Begin(opensDocuments: true);
        for (var at = 0; at < _message.Length; at += BlockOctets) _inspection.Write(_message.AsSpan(at, Math.Min(BlockOctets, _message.Length - at)));
        _inspection.Complete();
        _inspection.Abandon();
    }

    private byte[] File() => Content switch
    {
        "media" => Files.Noise(FileOctets),
        "stored zip" => Files.Zip(CompressionLevel.NoCompression, ("film.mp4", Files.Noise(FileOctets))),
        "stored zip of small files" => Files.Zip(CompressionLevel.NoCompression, [.. Enumerable.Range(0, FileOctets / 100_000).Select(i => ($"{i}.jpg", Files.Noise(100_000)))]),
        "zip of texts" => Files.Zip(CompressionLevel.Optimal, Texts),
        "zip in deflated zip" => Files.Zip(CompressionLevel.Optimal, ("inner.zip", Files.Zip(CompressionLevel.Optimal, Texts))),
        _ => Files.Gzip(Files.Tar(Texts)),
    };

    private static (string, byte[])[] Texts => [.. Enumerable.Range(0, 700).Select(i => ($"{i}.xml", Files.Text(300_000, seed: i)))];
}
