using System.Diagnostics;
using System.IO.Compression;
using Connelink.MailGuard.Archives;
using Xunit;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>How fast files are inspected. The floors are far below what is measured on an idle machine: they catch what is no longer linear.</summary>
public sealed class SpeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Stored_media_pass_by() => Measure("stored media", Samples.Stored([.. Enumerable.Range(0, 10).Select(i => ($"{i}.jpg", Samples.Noise(3_000_000, i)))]), 0.5);

    [Fact]
    public void Noise_passes_by() => Measure("noise", Samples.Noise(30_000_000), 0.5);

    [Fact]
    public void Kinds_are_looked_up() => Measure("deflated text", Samples.Zip([.. Enumerable.Range(0, 100).Select(i => ($"{i}.xml", Samples.Text(1_000_000, i)))]), 0.1);

    [Fact]
    public void Nested_archives_are_inflated()
    {
        var inner = Samples.Zip([.. Enumerable.Range(0, 10).Select(i => ($"{i}.xml", Samples.Text(1_000_000, i)))]);
        Measure("nested zip, deflated", Samples.Zip(("x.zip", inner), ("y.zip", Samples.Stored(("media.jpg", Samples.Noise(3_000_000))))), 0.02, inflated: true);
        Measure("nested tar.gz of text", Samples.Gzip(Samples.Tar(("a", Samples.Text(20_000_000)))), 0.02, inflated: true);
    }

    [Fact]
    public void Inflating_is_compared_with_the_runtime()
    {
        var data = Samples.Text(10_000_000);
        var deflated = Samples.Deflate(data);
        Compare("text", deflated, data.Length);
        Compare("noise", Samples.Deflate(Samples.Noise(10_000_000)), 10_000_000);
        Compare("letters", Samples.Deflate([.. Samples.Noise(10_000_000).Select(octet => (byte)(octet & octet >> 1 & 31 | 64))]), 10_000_000);
    }

    private void Compare(string name, byte[] deflated, int octets)
    {
        var inflater = new Inflater();
        var sink = new Nothing();
        var ours = Best(() =>
        {
            inflater.Reset();
            inflater.Write(deflated, sink, out _);
        });
        var buffer = new byte[65536];
        var runtime = Best(() =>
        {
            using var stream = new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress);
            while (stream.Read(buffer) > 0)
            {
            }
        });
        output.WriteLine($"inflate {name}: ours {octets / ours / 1e9:0.00} GB/s, runtime {octets / runtime / 1e9:0.00} GB/s");
    }

    private void Measure(string name, byte[] file, double floor, bool inflated = false)
    {
        var context = new ArchiveContext();
        var inspector = new FileInspector();
        void Inspect()
        {
            context.Reset();
            inspector.Begin(context);
            for (var at = 0; at < file.Length; at += 65536) inspector.Write(file.AsSpan(at, Math.Min(65536, file.Length - at)));
            inspector.Complete();
        }
        Inspect();
        Assert.Equal(ArchiveFindings.None, context.Findings);
        var seconds = Best(Inspect);
        var octets = inflated ? context.Work : file.Length;
        output.WriteLine($"{name}: {octets / seconds / 1e9:0.00} GB/s ({file.Length:N0} octets, {context.Work:N0} inflated)");
        Assert.True(octets / seconds / 1e9 > floor);
    }

    private static double Best(Action action)
    {
        var best = double.MaxValue;
        var all = Stopwatch.StartNew();
        while (all.Elapsed.TotalSeconds < 0.7)
        {
            var watch = Stopwatch.StartNew();
            action();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best;
    }

    private sealed class Nothing : IOctetSink
    {
        public bool Write(ReadOnlySpan<byte> octets) => true;
    }
}
