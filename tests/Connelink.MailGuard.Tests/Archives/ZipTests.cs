using System.IO.Compression;
using Connelink.MailGuard.Archives;
using Xunit;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>ZIP archives as programs make them.</summary>
public sealed class ZipTests
{
    private static readonly (string, byte[])[] Files = [("a.txt", Samples.Text()), ("folder/b.bin", Samples.Noise(3000)), ("folder/", []), ("c.txt", [])];

    [Fact]
    public void Clear_archives_have_no_finding()
    {
        Assert.Equal(ArchiveFindings.None, Inspection.AtEverySplit(Samples.Zip(Files)));
        Assert.Equal(ArchiveFindings.None, Inspection.AtEverySplit(Samples.Stored(Files)));
        Assert.Equal(ArchiveFindings.None, Inspection.AtEverySplit(Samples.Zip()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(256)]
    public void An_encrypted_entry_is_found(int aes) =>
        Assert.Equal(ArchiveFindings.EncryptedZip, Inspection.AtEverySplit(Samples.Zip("secret", aes, Files)));

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void It_is_found_in_any_wrapper(int aes)
    {
        var encrypted = Samples.Zip("secret", aes, ("a.txt", Samples.Text(200)));
        Assert.All(Wrapped(encrypted), wrapped => Assert.Equal(ArchiveFindings.EncryptedZip, Inspection.AtEverySplit(wrapped)));
    }

    [Fact]
    public void A_clear_one_passes_in_any_wrapper()
    {
        var clear = Samples.Zip(("a.txt", Samples.Text(200)));
        Assert.All(Wrapped(clear), wrapped => Assert.Equal(ArchiveFindings.None, Inspection.AtEverySplit(wrapped)));
    }

    private static IEnumerable<byte[]> Wrapped(byte[] zip)
    {
        yield return [.. "junk before"u8, .. zip];
        yield return [.. zip, .. "junk behind"u8];
        yield return [.. "MZ"u8, .. Samples.Noise(1000), .. zip];
        yield return Samples.Zip(("x", zip));
        yield return Samples.Stored(("x", zip));
        yield return Samples.Zip(("x", Samples.Zip(("y", zip))));
        yield return Samples.Stored(("x", Samples.Zip(("y", Samples.Stored(("z", zip))))));
        yield return Samples.Zip(("x.exe", [.. "MZ"u8, .. Samples.Noise(100_000), .. zip]));
        yield return Samples.Zip(("x.zip", [.. Samples.Text(100_000), .. zip]));
        yield return Samples.Gzip(zip);
        yield return Samples.Tar(("a", Samples.Text()), ("b", zip));
        yield return Samples.Gzip(Samples.Tar(("a", Samples.Text()), ("b", Samples.Zip(("x", zip)))));
        yield return Samples.Zip(("t.tar.gz", Samples.Gzip(Samples.Tar(("a", Samples.Gzip(zip))))));
    }

    [Fact]
    public void Streamed_archives_with_data_descriptors_pass()
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(new OneWay(file), ZipArchiveMode.Create))
        {
            foreach (var (name, data) in Files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(data);
            }
        }
        var streamed = file.ToArray();
        Assert.Equal(8, streamed[6] & 8);
        Assert.Equal(ArchiveFindings.None, Inspection.AtEverySplit(streamed));
        Assert.Equal(ArchiveFindings.None, Inspection.AtEverySplit(Samples.Zip(("x", streamed))));
    }

    /// <summary>A stream that cannot be sought in.</summary>
    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
