using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Inspection;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Messages with formats that have a reader of their own, as their programs made them; beside it a copy of the message.</summary>
public class FormatBenchmarks
{
    private readonly MessageInspection _inspection = new();
    private byte[] _message = [];
    private byte[] _copy = [];

    [Params("clear.7z", "encrypted.7z", "clear.rar", "encrypted.rar", "aes256.zip", "winmail.dat", "encrypted.p7m", "opaque.p7m", "signature.p7s", "encrypted.asc")]
    public string File { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _message = Mail.WithAttachment(Files.Made(File));
        _copy = new byte[_message.Length];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _message.CopyTo(_copy, 0);

    [Benchmark, HotPath]
    public void Inspect()
    {
        _inspection.Begin(opensDocuments: true);
        _inspection.Write(_message);
        _inspection.Complete();
        _inspection.Abandon();
    }
}
