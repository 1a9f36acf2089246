using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Benchmarks.Samples;
using ICSharpCode.SharpZipLib.GZip;
using ICSharpCode.SharpZipLib.Tar;
using ICSharpCode.SharpZipLib.Zip;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Archives looked through as they pass; beside it SharpZipLib reading their entries to the end, as one must to find what is inside.</summary>
public class ArchiveBenchmarks
{
    private readonly ArchiveContext _context = new();
    private readonly FileInspector _inspector = new();
    private readonly byte[] _buffer = new byte[65536];
    private byte[] _file = [];

    [Params("zip stored", "zip", "zip in zip", "tar", "gzip", "tar.gz")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var texts = Enumerable.Range(0, 10).Select(i => ($"{i}.xml", Files.Text(100_000))).ToArray();
        _file = Format switch
        {
            "zip stored" => Files.Zip(CompressionLevel.NoCompression, ("a.jpg", Files.Noise(1_000_000))),
            "zip" => Files.Zip(CompressionLevel.Optimal, texts),
            "zip in zip" => Files.Zip(CompressionLevel.Optimal, ("inner.zip", Files.Zip(CompressionLevel.Optimal, texts))),
            "tar" => Files.Tar(texts),
            "gzip" => Files.Gzip(texts[0].Item2),
            _ => Files.Gzip(Files.Tar(texts)),
        };
    }

    [Benchmark, HotPath]
    public long Inspect()
    {
        _context.Reset();
        _inspector.Begin(_context);
        for (var at = 0; at < _file.Length; at += 65536) _inspector.Write(_file.AsSpan(at, Math.Min(65536, _file.Length - at)));
        _inspector.Complete();
        return _context.Findings == ArchiveFindings.None ? _context.Entries : throw new InvalidOperationException();
    }

    [Benchmark(Baseline = true)]
    public long SharpZipLib() => Format switch
    {
        "tar" => ReadTar(new MemoryStream(_file)),
        "gzip" => Drain(new GZipInputStream(new MemoryStream(_file))),
        "tar.gz" => ReadTar(new GZipInputStream(new MemoryStream(_file))),
        _ => ReadZip(new MemoryStream(_file)),
    };

    private long ReadZip(Stream stream)
    {
        using var zip = new ZipInputStream(stream);
        var octets = 0L;
        while (zip.GetNextEntry() is { } entry)
        {
            // It reads an entry as a stream only; what is inside of that is another archive.
            if (entry.Name.EndsWith(".zip", StringComparison.Ordinal))
            {
                var inner = new MemoryStream();
                zip.CopyTo(inner);
                inner.Position = 0;
                octets += ReadZip(inner);
            }
            else
            {
                octets += Drain(zip);
            }
        }
        return octets;
    }

    private long ReadTar(Stream stream)
    {
        using var tar = new TarInputStream(stream, System.Text.Encoding.ASCII);
        var octets = 0L;
        while (tar.GetNextEntry() is not null) octets += Drain(tar);
        return octets;
    }

    private long Drain(Stream stream)
    {
        var octets = 0L;
        while (stream.Read(_buffer) is > 0 and var read) octets += read;
        return octets;
    }
}
