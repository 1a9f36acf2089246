using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Protection;
using MimeKitTnef = MimeKit.Tnef;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Containers that SharpZipLib does not read, 60 KB in each; beside it MimeKit's reader for TNEF, for the others a search for their signature.</summary>
public class ContainerBenchmarks
{
    private readonly ArchiveContext _context = new();
    private readonly FileInspector _inspector = new();
    private readonly CompoundFileReader _documents = new();
    private readonly byte[] _buffer = new byte[65536];
    private byte[] _file = [];

    [Params("7z", "RAR 4", "RAR 5", "TNEF", "OLE")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var noise = Files.Noise(60_000);
        _file = Format switch
        {
            "7z" => SevenZip.Copied("a.bin", noise),
            "RAR 4" => Rar.Version4(0, [.. noise.Chunk(6000).Select(data => ((ushort)0, data))]),
            "RAR 5" => Rar.Version5(encryptedHeaders: false, [.. noise.Chunk(6000).Select(data => (Rar.TimeRecord, data))]),
            "TNEF" => Tnef.WithAttribute("a.bin", noise),
            _ => CompoundFile.WithAttachment(noise),
        };
    }

    [Benchmark, HotPath]
    public long Inspect()
    {
        _context.Reset();
        _inspector.Begin(_context);
        _inspector.Write(_file);
        _inspector.Complete();
        if (Format == "OLE")
        {
            _documents.Begin();
            _documents.Write(_file);
            _documents.Complete();
        }
        var isRead = _inspector.Kind != FileKind.Unknown && (_context.Findings & ~ArchiveFindings.Unseen) == ArchiveFindings.None;
        return isRead ? _context.Entries : throw new InvalidOperationException();
    }

    [Benchmark(Baseline = true)]
    public long Other()
    {
        if (Format != "TNEF") return _file.AsSpan(1).IndexOf(_file.AsSpan(0, 6));
        using var tnef = new MimeKitTnef.TnefReader(new MemoryStream(_file));
        var octets = 0L;
        while (tnef.ReadNextAttribute())
        {
            if (tnef.AttributeTag != MimeKitTnef.TnefAttributeTag.AttachData) continue;
            while (tnef.ReadAttributeRawValue(_buffer, 0, _buffer.Length) is > 0 and var read) octets += read;
        }
        return octets;
    }
}
