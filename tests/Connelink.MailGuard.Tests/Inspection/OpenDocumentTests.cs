using System.IO.Compression;
using System.Text;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Protection;
using Xunit;

namespace Connelink.MailGuard.Tests.Inspection;

/// <summary>OpenDocument files under a password, wherever they hide: their packing is clear, their manifest tells.</summary>
public sealed class OpenDocumentTests
{
    private const string Namespace = "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"";

    /// <summary>ODF 1.2 part 3, 3: each file encrypted for itself. The first one stands behind 64 KiB of others.</summary>
    private static readonly string EachFile =
        $"<?xml version=\"1.0\"?><manifest:manifest {Namespace}>" + string.Concat(Enumerable.Repeat("<manifest:file-entry manifest:full-path=\"Pictures/1.png\"/>", 1500))
        + "<manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data manifest:checksum=\"eA==\"/></manifest:file-entry></manifest:manifest>";

    /// <summary>LibreOffice 24.2 and later: the whole package is one encrypted file in another package.</summary>
    private static readonly string Whole =
        $"<?xml version=\"1.0\"?><manifest:manifest {Namespace} manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"encrypted-package\" manifest:size=\"9\">"
        + "<manifest:encryption-data><manifest:algorithm manifest:algorithm-name=\"http://www.w3.org/2009/xmlenc11#aes256-gcm\"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>";

    private static readonly string Clear = EachFile.Replace("<manifest:encryption-data manifest:checksum=\"eA==\"/>", "", StringComparison.Ordinal);

    public static TheoryData<string, ProtectionFindings> Packages => new()
    {
        { "content.xml " + EachFile, ProtectionFindings.EncryptedOpenDocument },
        { "encrypted-package " + Whole, ProtectionFindings.EncryptedOpenDocument },
        { "content.xml " + Clear, ProtectionFindings.None },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_manifest_is_found_in_every_wrapper(string fileAndManifest, ProtectionFindings expected)
    {
        var (file, manifest) = (fileAndManifest[..fileAndManifest.IndexOf(' ', StringComparison.Ordinal)], fileAndManifest[(fileAndManifest.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        foreach (var level in new[] { CompressionLevel.Optimal, CompressionLevel.NoCompression })
        {
            var package = Package(level, (file, new byte[300]), ("META-INF/manifest.xml", Encoding.UTF8.GetBytes(manifest)));
            byte[][] wrapped =
            [
                package,
                Package(CompressionLevel.Optimal, ("a.odt", package)),
                Archives.Samples.Tar(("a.odt", package)),
                Archives.Samples.Gzip(package),
                Encoding.Latin1.GetBytes("From: a\r\nSubject: b\r\n" + Attached(package)),
            ];
            Assert.All(wrapped, octets => Assert.Equal(expected, Find(octets).Anywhere()));
        }
    }

    [Fact]
    public void A_manifest_in_UTF_16_is_read() =>
        Assert.Equal(ProtectionFindings.EncryptedOpenDocument, Find(Package(CompressionLevel.Optimal, ("META-INF/manifest.xml", Encoding.Unicode.GetBytes(Whole)))));

    [Theory]
    [InlineData("content.xml")]
    [InlineData("META-INF/manifest.xml.bak")]
    [InlineData("META-INF/MANIFEST.MF")]
    public void A_text_about_encryption_is_no_manifest(string name) =>
        Assert.Equal(ProtectionFindings.None, Find(Package(CompressionLevel.Optimal, (name, Encoding.UTF8.GetBytes(Whole)))));

    [Fact]
    public void Where_documents_are_not_asked_for_the_manifest_is_not_inflated()
    {
        var package = Package(CompressionLevel.Optimal, ("META-INF/manifest.xml", Encoding.UTF8.GetBytes(EachFile)));
        Assert.Equal(ProtectionFindings.None, Find(package, opensDocuments: false));
    }

    /// <summary>Written by LibreOffice 7.4.7.</summary>
    [Fact]
    public void What_LibreOffice_writes_is_found() => Assert.Equal(ProtectionFindings.EncryptedOpenDocument, Find(File.ReadAllBytes(Support.SourceTree.PathOf("tests", "Connelink.MailGuard.Tests", "Inspection", "protected.odt"))));

    private static ProtectionFindings Find(byte[] file, bool opensDocuments = true)
    {
        var inspection = new MessageInspection();
        inspection.Begin(opensDocuments);
        foreach (var block in Encoding.Latin1.GetBytes(Attached(file)).Chunk(1460)) inspection.Write(block);
        inspection.Complete();
        inspection.Abandon();
        return inspection.Facts.Protection;
    }

    private static string Attached(byte[] file) =>
        "Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks) + "\r\n";

    private static byte[] Package(CompressionLevel level, params (string Name, byte[] Data)[] files)
    {
        var octets = new MemoryStream();
        using (var zip = new ZipArchive(octets, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(data);
            }
        }
        return octets.ToArray();
    }
}
