using System.IO.Compression;
using Connelink.MailGuard.Archives;
using Xunit;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>The inflater against the runtime's.</summary>
public sealed class InflaterTests
{
    public static TheoryData<string> Contents => ["empty", "octet", "text", "long text", "noise", "zeros", "runs", "mixed", "far"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_was_deflated_comes_out_again_however_it_is_split(string content)
    {
        var data = Content(content);
        foreach (var level in new[] { CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.SmallestSize, CompressionLevel.NoCompression })
        {
            var deflated = Samples.Deflate(data, level);
            foreach (var block in new[] { int.MaxValue, 1, 2, 5, 8, 9, 1000 })
            {
                var (status, inflated, consumed) = Inflate([.. deflated, 1, 2, 3], block);
                Assert.Equal(InflateStatus.Ended, status);
                Assert.True(data.AsSpan().SequenceEqual(inflated));
                Assert.Equal(deflated.Length, consumed);
            }
        }
    }

    [Fact]
    public void What_is_damaged_is_what_the_runtime_calls_so()
    {
        var deflated = Samples.Deflate(Samples.Text(3000));
        var random = new Random(7);
        var differing = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var mutant = (byte[])deflated.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--) mutant[random.Next(random.Next(2) == 0 ? 60 : mutant.Length)] = (byte)random.Next(256);
            var (status, inflated, _) = Inflate(mutant, i % 3 == 0 ? 1 : i % 3 == 1 ? 13 : int.MaxValue);
            var expected = InflateByRuntime(mutant, out var runtimeStatus);
            if (status == InflateStatus.Damaged != (runtimeStatus == InflateStatus.Damaged)) differing++;
            Assert.True(expected.AsSpan().StartsWith(inflated) || inflated.AsSpan().StartsWith(expected));
            if (status == InflateStatus.Ended) Assert.Equal(expected, inflated);
        }
        Assert.Equal(0, differing);
    }

    [Fact]
    public void A_sink_that_wants_no_more_is_not_asked_again()
    {
        var sink = new Collector { Most = 1000 };
        var inflater = new Inflater();
        inflater.Reset();
        Assert.Equal(InflateStatus.Stopped, inflater.Write(Samples.Deflate(Samples.Text(100_000)), sink, out _));
        Assert.InRange(sink.Octets.Length, 1000, 2000);
        Assert.Equal(InflateStatus.Stopped, inflater.Write([0], sink, out _));
    }

    private static byte[] Content(string name) => name switch
    {
        "empty" => [],
        "octet" => [65],
        "text" => Samples.Text(3000),
        "long text" => Samples.Text(700_000),
        "noise" => Samples.Noise(200_000),
        "zeros" => new byte[1_000_000],
        "runs" => [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i / 7 % 5))],
        "mixed" => [.. Samples.Text(70_000), .. Samples.Noise(70_000), .. new byte[70_000], .. Samples.Text(70_000)],
        _ => [.. Samples.Noise(32_000), .. Samples.Noise(768), .. Samples.Noise(32_000), .. Samples.Noise(32_768, 5), .. Samples.Noise(32_768, 5)],
    };

    private static (InflateStatus Status, byte[] Inflated, long Consumed) Inflate(ReadOnlySpan<byte> deflated, int block)
    {
        var inflater = new Inflater();
        inflater.Reset();
        var sink = new Collector();
        var consumed = 0L;
        var status = InflateStatus.More;
        while (!deflated.IsEmpty && status == InflateStatus.More)
        {
            var part = deflated[..Math.Min(block, deflated.Length)];
            status = inflater.Write(part, sink, out var used);
            consumed += used;
            deflated = deflated[part.Length..];
        }
        return (status, sink.Octets.ToArray(), consumed);
    }

    private static byte[] InflateByRuntime(byte[] deflated, out InflateStatus status)
    {
        using var stream = new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress);
        var inflated = new MemoryStream();
        status = InflateStatus.Ended;
        try
        {
            var buffer = new byte[1];
            while (stream.Read(buffer) > 0) inflated.Write(buffer);
        }
        catch (InvalidDataException)
        {
            status = InflateStatus.Damaged;
        }
        return inflated.ToArray();
    }

    private sealed class Collector : IOctetSink
    {
        public MemoryStream Octets { get; } = new();

        public long Most { get; init; } = long.MaxValue;

        public bool Write(ReadOnlySpan<byte> octets)
        {
            Octets.Write(octets);
            return Octets.Length < Most;
        }
    }
}
