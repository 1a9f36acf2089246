using System.Diagnostics;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Protection;

/// <summary>What holds for any octets: no exception, the same result at every split, no allocation, linear time.</summary>
public sealed class ProtectionPropertyTests
{
    private static readonly TimeSpan FuzzTime = Fuzzing.Time;

    private static readonly LeafTraits[] Traits =
        [LeafTraits.None, LeafTraits.File, LeafTraits.Pgp, LeafTraits.Text, LeafTraits.Text | LeafTraits.Html, LeafTraits.Text | LeafTraits.File | LeafTraits.Pgp];

    private static byte[][] Samples { get; } =
    [
        .. PgpSamples.All.Select(PgpSamples.Text),
        .. PgpSamples.All.Select(PgpSamples.Packets),
        .. CmsReaderTests.Forms(CmsSamples.Signed(CmsSamples.Entity)),
        .. CmsReaderTests.Forms(CmsSamples.Enveloped(CmsSamples.Entity)),
        .. CmsReaderTests.Forms(CmsSamples.Compressed(CmsSamples.Entity)),
        .. CmsReaderTests.Forms(CmsSamples.Certificates()),
        DocumentSamples.Pdf("trailer\n<< /X (obj <<) /Encrypt 3 0 R >>"),
        DocumentSamples.Pdf("7 0 obj <</#45ncrypt 3 0 R/Type/XRef>>stream\nabcd\nendstream\nendobj"),
        DocumentSamples.Compound(["Workbook", "EncryptedPackage", "EncryptionInfo"], [DocumentSamples.WorkbookStream(isEncrypted: true)]),
        DocumentSamples.Compound(["WordDocument"], [DocumentSamples.WordStream(isEncrypted: true)]),
    ];

    /// <summary>Each failure names its seed: a run with that seed alone plays it again.</summary>
    [Fact]
    public void Mutated_samples_read_the_same_at_every_split()
    {
        var clock = Stopwatch.StartNew();
        var start = Environment.TickCount;
        for (var seed = start; clock.Elapsed < FuzzTime; seed++) Mutate(seed);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var nowhere = new Nowhere();
        var reader = new ProtectionReader(nowhere, new MessageInflater(new ArchiveContext()), new MessageInflater(new ArchiveContext()));
        var octets = long.MaxValue;
        // The first runs allocate what is kept for all messages, and what code does that is not optimised yet (HasFlag boxes).
        for (var run = 0; run < 2000 && octets > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var sample in Samples)
            {
                foreach (var traits in Traits)
                {
                    reader.Begin(traits);
                    reader.Write(sample.AsSpan(0, sample.Length / 2));
                    reader.Write(sample.AsSpan(sample.Length / 2));
                    reader.Complete();
                    if (reader.Findings == (ProtectionFindings)uint.MaxValue) throw new InvalidOperationException();
                }
            }
            octets = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, octets);
    }

    [Fact]
    public void Hostile_octets_are_read_in_linear_time()
    {
        foreach (var (name, octets, traits) in Hostile())
        {
            var rate = Rate(octets, traits);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {rate / 1e6:0} MB/s");
        }
    }

    [Fact]
    public void Ordinary_octets_cost_little()
    {
        foreach (var (name, octets, traits) in Ordinary())
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {Rate(octets, traits) / 1e9:0.0} GB/s");
        }
    }

    private static IEnumerable<(string, byte[], LeafTraits)> Ordinary()
    {
        var random = new Random(1);
        var noise = new byte[8 << 20];
        random.NextBytes(noise);
        (noise[0], noise[1]) = ((byte)'P', (byte)'K');
        yield return ("zip, picture", noise, LeafTraits.File);
        yield return ("text in lines", Repeat("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.\r\n"), LeafTraits.Text);
        yield return ("HTML", Repeat("<p class=\"x\">Lorem ipsum dolor <b>sit</b> amet, consectetur adipiscing elit</p>\r\n"), LeafTraits.Text | LeafTraits.Html);
        byte[] pdf = [.. "%PDF-1.7\n"u8, .. noise];
        yield return ("PDF", pdf, LeafTraits.File);
        byte[] compound = [.. DocumentSamples.Compound(["WordDocument"]), .. noise];
        yield return ("compound file", compound, LeafTraits.File);
        yield return ("signed-data", CmsSamples.SignedAround("1.2.840.113549.1.7.1", noise), LeafTraits.File);
    }

    private static IEnumerable<(string, byte[], LeafTraits)> Hostile()
    {
        yield return ("dashes", Repeat("-"), LeafTraits.Text);
        yield return ("dashes at line starts", Repeat("-----\n"), LeafTraits.Text);
        yield return ("line ends", Repeat("\n"), LeafTraits.Text);
        yield return ("false armors", Repeat("-----BEGIN PGP MESSAGE-----\n\nxx\n"), LeafTraits.Text);
        yield return ("armors of keys", Repeat("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"), LeafTraits.Text);
        yield return ("armor fields without end", [.. "-----BEGIN PGP MESSAGE-----\n"u8, .. Repeat("A: b\n")], LeafTraits.Text);
        yield return ("armor with a field without end", [.. "-----BEGIN PGP MESSAGE-----\nA: "u8, .. Repeat("b")], LeafTraits.Text);
        yield return ("markup in an armor", [.. "-----BEGIN PGP MESSAGE-----<br>"u8, .. Repeat("<")], LeafTraits.Text | LeafTraits.Html);
        yield return ("UTF-16", [0xFF, 0xFE, .. Repeat("-\0-\0-\0-\0-\0B\0\n\0")], LeafTraits.Text);
        yield return ("markers", Repeat("\u00CA\u0003PGP"), LeafTraits.Pgp);
        yield return ("PDF words", [.. "%PDF-"u8, .. Repeat("trailer")], LeafTraits.File);
        yield return ("PDF objects", [.. "%PDF-"u8, .. Repeat("obj<<")], LeafTraits.File);
        yield return ("PDF names", [.. "%PDF- obj<<"u8, .. Repeat("/Encrypt/XRef")], LeafTraits.File);
        yield return ("blocks like directory entries", [.. DocumentSamples.Compound([]), .. Repeat("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0" + new string('\0', 30) + "\u0022\0\u0002\u0001" + new string('\0', 60))], LeafTraits.File);
        yield return ("BER in small elements", [.. CmsSamples.SignedAround("1.2.840.113549.1.7.1", [])[..2], .. Repeat("\u0030\u0080\u0000\u0000")], LeafTraits.File);
        yield return ("octet strings of one octet", CmsSamples.Indefinite(CmsSamples.SignedAround("1.2.840.113549.1.7.1", new byte[2 << 20]), 1), LeafTraits.File);
        yield return ("blanks", Repeat(" "), LeafTraits.File);
        yield return ("base64", [.. "MI"u8, .. Repeat("AAAA")], LeafTraits.File);
    }

    private static byte[] Repeat(string text)
    {
        var one = System.Text.Encoding.Latin1.GetBytes(text);
        var octets = new byte[4 << 20];
        for (var i = 0; i < octets.Length; i++) octets[i] = one[i % one.Length];
        return octets;
    }

    /// <summary>Octets a second, in blocks as the gateway hands them over; the best of five.</summary>
    private static double Rate(byte[] octets, LeafTraits traits)
    {
        const int Block = 64 << 10;
        var reader = new ProtectionReader(new Nowhere(), new MessageInflater(new ArchiveContext()), new MessageInflater(new ArchiveContext()));
        var best = 0.0;
        for (var run = 0; run < 5; run++)
        {
            var clock = Stopwatch.StartNew();
            reader.Begin(traits);
            for (var at = 0; at < octets.Length; at += Block) reader.Write(octets.AsSpan(at, Math.Min(Block, octets.Length - at)));
            reader.Complete();
            best = Math.Max(best, octets.Length / clock.Elapsed.TotalSeconds);
        }
        return best;
    }

    private static void Mutate(int seed)
    {
        var (leaf, traits, splits) = Make(seed);
        try
        {
            var whole = LeafReading.Of(leaf, traits);
            whole.MustEqual(LeafReading.Of(leaf, traits, splits), "cut");
            whole.MustEqual(LeafReading.Of(leaf, traits, 1), "octet by octet");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}, {traits}", e);
        }
    }

    private static (byte[] Leaf, LeafTraits Traits, int[] Splits) Make(int seed)
    {
        var random = new Random(seed);
        var leaf = (byte[])Samples[random.Next(Samples.Length)].Clone();
        for (var i = random.Next(8); i > 0 && leaf.Length > 0; i--)
        {
            var at = random.Next(leaf.Length);
            switch (random.Next(5))
            {
                case 0: leaf[at] = (byte)random.Next(256); break;
                case 1: leaf[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: leaf = [.. leaf[..at], .. leaf[random.Next(at, leaf.Length)..]]; break;
                case 3: leaf = [.. leaf[..at], .. Samples[random.Next(Samples.Length)].Take(random.Next(200)), .. leaf[at..]]; break;
                default: leaf = [.. leaf[..at], .. leaf[..random.Next(leaf.Length)], .. leaf[at..]]; break;
            }
        }
        int[] splits = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(leaf.Length + 1)).Order()];
        return (leaf, Traits[random.Next(Traits.Length)], splits);
    }

    private sealed class Nowhere : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }
}
