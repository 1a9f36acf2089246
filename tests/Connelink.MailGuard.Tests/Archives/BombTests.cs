using System.Diagnostics;
using System.IO.Compression;
using Connelink.MailGuard.Archives;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;
using Rar = Connelink.MailGuard.Attacks.Building.Rar;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>Archives that cost more than they are: they end at a limit, in time that grows with the file and the budget.</summary>
public sealed class BombTests
{
    private static readonly ArchiveLimits Small = new() { MaxInflatedOctets = 8 << 20, MaxDepth = 8, MaxEntries = 2000 };

    [Fact]
    public void A_gzip_bomb_ends_at_the_budget()
    {
        var bomb = Samples.Gzip([.. Samples.Tar(("a", new byte[60 << 20]))]);
        Assert.Equal(TooManyOctets, Inspection.Of(bomb, limits: Small));
    }

    [Fact]
    public void Nested_zips_end_at_the_budget()
    {
        var zip = Samples.Zip(("0.zip", new byte[4 << 20]));
        for (var level = 0; level < 4; level++) zip = Samples.Zip([.. Enumerable.Range(0, 16).Select(i => ($"{i}.zip", zip))]);
        var context = Inspection.Run(zip, 65536, limits: Small);
        Assert.Equal(TooManyOctets, context.Findings & Limits);
        Assert.InRange(context.Work, Small.MaxInflatedOctets, Small.MaxInflatedOctets + (1 << 20));
    }

    [Fact]
    public void A_chain_ends_at_the_depth()
    {
        var zip = Samples.Text(100);
        for (var level = 0; level < 9; level++) zip = level % 2 == 0 ? Samples.Gzip(zip) : Samples.Zip(("x.zip", zip));
        Assert.Equal(TooDeep, Inspection.Of(zip, limits: Small) & Limits);
        Assert.Equal(None, Inspection.Of(zip));
    }

    [Fact]
    public void Many_entries_end_at_the_count()
    {
        var zip = Samples.Zip([.. Enumerable.Range(0, 2001).Select(i => ($"{i}", new byte[] { 1 }))]);
        Assert.Equal(TooManyEntries, Inspection.Of(zip, limits: Small));
    }

    [Fact]
    public void Any_number_of_clear_entries_of_unknown_kind_stays_in_the_budget()
    {
        var zeros = new byte[100_000];
        zeros[0] = 1;
        var zip = Samples.Zip([.. Enumerable.Range(0, 1900).Select(i => ($"{i}.bin", zeros))]);
        var context = Inspection.Run(zip, 65536, limits: Small);
        Assert.Equal(None, context.Findings);
        Assert.True(context.Work < Small.MaxInflatedOctets);
    }

    /// <summary>D. Fifield, "A better zip bomb" (2019): many directory entries for one local header, or headers quoted in data of the entry before.</summary>
    [Fact]
    public void Entries_that_overlap_are_broken()
    {
        var kernel = Samples.Deflate(new byte[1 << 20]);
        var first = new HandMadeEntry("0", kernel) { Method = HandMadeZip.Deflate };
        HandMadeEntry[] others = [.. Enumerable.Range(1, 500).Select(i => first with { HasLocal = false, OffsetBy = (uint)-(31 + kernel.Length) })];
        Assert.NotEqual(None, Inspection.Of(HandMadeZip.Of([first, .. others]), limits: Small) & Broken);

        // Each header stands in the data of the one before: a block of deflate that is not compressed quotes it.
        var tail = kernel;
        for (var i = 0; i < 100; i++)
        {
            byte[] next = [.. HandMadeZip.Local(new HandMadeEntry("n", tail) { Method = HandMadeZip.Deflate })];
            tail = [0, (byte)next.Length, 0, (byte)~next.Length, 0xFF, .. next, .. tail];
        }
        Assert.NotEqual(None, Inspection.Of([.. HandMadeZip.Local(new HandMadeEntry("n", tail) { Method = HandMadeZip.Deflate }), .. tail], limits: Small) & Broken);
    }

    /// <summary>R. Cox, "Zip files all the way down": a gzip file that is its own content ends at the depth. Such a file is one deflate stream that gives itself.</summary>
    [Fact]
    public void What_contains_itself_ends_at_the_depth()
    {
        var zip = Samples.Zip(("r/r.zip", new byte[100]));
        for (var level = 0; level < 30; level++) zip = Samples.Stored(("r/r.zip", zip));
        Assert.Equal(TooDeep, Inspection.Of(zip));
    }

    public static TheoryData<string> Costly => [.. CostlyFiles.Keys];

    private static Dictionary<string, Func<byte[]>> CostlyFiles { get; } = new()
    {
        ["local signatures"] = () => Repeat("PK\x3\x4"u8, 8 << 20),
        ["local headers"] = () => Repeat(HandMadeZip.Local(new HandMadeEntry("n", [])), 8 << 20),
        ["local headers that overlap"] = () => Repeat([.. HandMadeZip.Local(new HandMadeEntry("n", []))[..12]], 8 << 20),
        ["central headers"] = () => Repeat(HandMadeZip.Central(new HandMadeEntry("n", []), 0), 8 << 20),
        ["end records"] = () => Repeat(HandMadeZip.End(1, 46, 0), 8 << 20),
        ["descriptors"] = () => [.. HandMadeZip.Local(new HandMadeEntry("n", []) { Flags = HandMadeZip.Descriptor, LocalSize = 0 }), .. Repeat(HandMadeZip.DescriptorOf([1]), 8 << 20)],
        ["first letters"] = () => Repeat("PRP7PK7zRa"u8, 8 << 20),
        ["7z headers"] = () => Repeat(SevenZipSamples.EncryptedWithPackedHeader, 8 << 20),
        ["7z signatures"] = () => Repeat("7z\xBC\xAF\x27\x1C"u8, 8 << 20),
        ["RAR signatures"] = () => Repeat("Rar!\x1A\x7\0"u8, 8 << 20),
        ["RAR headers"] = () => Repeat(Rar.Version5(false, ([], [])), 8 << 20),
        ["gzip members"] = () => Repeat(Samples.Gzip([]), 8 << 20),
        ["dynamic blocks"] = () => HandMadeZip.Of(new HandMadeEntry("x.zip", SmallBlocks(8 << 20)) { Method = HandMadeZip.Deflate }),
        ["empty tar files"] = () => Samples.Tar([.. Enumerable.Range(0, 16_000).Select(i => ($"{i}", Array.Empty<byte>()))]),
        ["small deflated entries"] = () => Samples.Zip([.. Enumerable.Range(0, 60_000).Select(i => ($"{i}", Samples.Text(60, i)))]),
        ["stored archives, sixteen deep"] = () => Enumerable.Range(0, 15).Aggregate(Repeat("PK\x3\x4"u8, 8 << 20), (zip, _) => Samples.Stored(("z", zip))),
        ["TNEF attributes"] = () => [0x78, 0x9F, 0x3E, 0x22, 0, 0, .. Repeat([2, 0xF, 0x80, 6, 0, 0, 0, 0, 0, 0, 0], 8 << 20)],
        ["a deflated bomb"] = () => Samples.Zip([.. Enumerable.Range(0, 40).Select(i => ($"{i}.zip", new byte[8 << 20]))]),
    };

    [Theory]
    [MemberData(nameof(Costly))]
    public void The_worst_is_linear(string name)
    {
        var file = CostlyFiles[name]();
        Inspection.Run(file, 65536);
        var watch = Stopwatch.StartNew();
        var context = Inspection.Run(file, 65536);
        var seconds = watch.Elapsed.TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {file.Length / seconds / 1e6:0} MB/s, {context.Work / seconds / 1e6:0} MB/s inflated, {context.Findings}");
    }

    /// <summary>Deflated in blocks that each bring codes of their own.</summary>
    private static byte[] SmallBlocks(int octets)
    {
        var file = new MemoryStream();
        using var deflate = new DeflateStream(file, CompressionLevel.SmallestSize);
        for (var i = 0; file.Length < octets; i++)
        {
            deflate.Write([.. Samples.Noise(400, i).Select(octet => (byte)(octet & 15 | octet & octet >> 4 & 3))]);
            deflate.Flush();
        }
        return file.ToArray();
    }

    private static byte[] Repeat(ReadOnlySpan<byte> piece, int octets)
    {
        var file = new byte[octets / piece.Length * piece.Length];
        for (var at = 0; at < file.Length; at += piece.Length) piece.CopyTo(file.AsSpan(at));
        return file;
    }
}
