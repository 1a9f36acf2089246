using System.IO.Compression;
using Connelink.MailGuard.Attacks.Building;
using Xunit;

namespace Connelink.MailGuard.Tests.Attacks;

/// <summary>What is opened of an archive without end is the archive.</summary>
public sealed class QuineTests
{
    [Fact]
    public void A_gzip_file_holds_itself()
    {
        using var gzip = new GZipStream(new MemoryStream(Quine.Gzip), CompressionMode.Decompress);
        Assert.Equal(Quine.Gzip, ReadAll(gzip));
    }

    [Fact]
    public void A_zip_file_holds_itself()
    {
        using var zip = new ZipArchive(new MemoryStream(Quine.ZipArchive));
        var entry = Assert.Single(zip.Entries);
        Assert.Equal(System.IO.Hashing.Crc32.HashToUInt32(Quine.ZipArchive), entry.Crc32);
        using var content = entry.Open();
        Assert.Equal(Quine.ZipArchive, ReadAll(content));
    }

    private static byte[] ReadAll(Stream stream)
    {
        var octets = new MemoryStream();
        stream.CopyTo(octets);
        return octets.ToArray();
    }
}
