using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Tests.AddressDirectory;
using Xunit;
using Rar = Connelink.MailGuard.Attacks.Building.Rar;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>
/// Inspecting allocates nothing once the readers that are needed have been made. Runs alone: spare inflaters are shared by all threads, and other tests
/// would take them.
/// </summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    [Fact]
    public void A_message_like_the_one_before_allocates_nothing()
    {
        byte[][] files =
        [
            Samples.Zip(("a.txt", Samples.Text()), ("x.zip", Samples.Zip("secret", 0, ("y", Samples.Zip(("z", Samples.Noise(100))))))),
            Samples.Gzip(Samples.Tar(("a", Samples.Text()), ("b", Samples.Zip(("x", Samples.Text()))))), Samples.Stored(("m.jpg", Samples.Noise(300_000))),
            TnefTests.Sample, Samples.Tar(("a", Samples.Text()), ("b", Samples.Gzip(Samples.Text()))), SevenZipSamples.EncryptedWithPackedHeader, SevenZipSamples.ClearWithPackedHeader, Rar.Version5(false, (Rar.EncryptionRecord, [1, 2])), OleTests.Compound(Samples.Zip(("a", Samples.Text()))),
            Samples.Zip(("broken", Samples.Noise(2000)))[..1000],
        ];
        var context = new ArchiveContext();
        var inspector = new FileInspector();
        for (var i = 0; i < 3; i++) Inspect(context, inspector, files);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) Inspect(context, inspector, files);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Inspect(ArchiveContext context, FileInspector inspector, byte[][] files)
    {
        context.Reset();
        foreach (var file in files)
        {
            inspector.Begin(context);
            for (var at = 0; at < file.Length; at += 1000) inspector.Write(file.AsSpan(at, Math.Min(1000, file.Length - at)));
            inspector.Complete();

            inspector.Begin(context);
            inspector.Write(file.AsSpan(0, file.Length / 2));
            inspector.Abandon();
        }
    }
}
