using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Inspection;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>A message inspected in one piece; beside it a copy of the message.</summary>
public abstract class InspectionBenchmark
{
    private byte[] _message = [];
    private byte[] _copy = [];

    protected MessageInspection Inspection { get; } = new();

    protected void Use(byte[] message)
    {
        _message = message;
        _copy = new byte[message.Length];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _message.CopyTo(_copy, 0);

    [Benchmark, HotPath]
    public void Inspect()
    {
        Inspection.Begin(opensDocuments: true);
        Inspection.Write(_message);
        Inspection.Complete();
        Inspection.Abandon();
    }
}
