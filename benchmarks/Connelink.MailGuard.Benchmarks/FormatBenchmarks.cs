using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Messages with formats that have a reader of their own, as their programs made them.</summary>
public class FormatBenchmarks : InspectionBenchmark
{
    [Params("clear.7z", "encrypted.7z", "clear.rar", "encrypted.rar", "aes256.zip", "winmail.dat", "encrypted.p7m", "opaque.p7m", "signature.p7s", "encrypted.asc")]
    public string File { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => Use(Mail.WithAttachment(Files.Made(File)));
}
