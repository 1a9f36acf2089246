using System.Text;
using Connelink.MailGuard.Protection;
using Xunit;

namespace Connelink.MailGuard.Tests.Protection;

public sealed class ProtectedDocumentTests
{
    [Theory]
    [InlineData("trailer\n<< /Size 5 /Root 1 0 R /Encrypt 3 0 R /ID [<00><00>] >>")]
    [InlineData("trailer<</Encrypt 3 0 R>>")]
    [InlineData("trailer % comment << \r<</Encrypt<</Filter/Standard>>>>")]
    [InlineData("trailer\n<< /Root 1 0 R /X (a \\) ( /y ) >> ) /Y << /Encrypt null >> /Z <3E3E> /Encrypt 3 0 R >>")]
    [InlineData("trailer\n<< /#45ncryp#74 3 0 R >>")]
    [InlineData("trailer\n<< /X (obj <<) /Encrypt 3 0 R >>")]
    [InlineData("trailer\n<< /X (an object, the trailer) /Encrypt % x\n3 0 R >>")]
    [InlineData("7 0 obj\n<< /X ( >>\nendobj\ntrailer\n<< /Encrypt 3 0 R >>")]
    [InlineData("7 0 obj\n<< /Type /XRef /W [1 2 1] /Root 1 0 R /Encrypt 3 0 R /Length 4 >>\nstream\nabcd\nendstream\nendobj")]
    [InlineData("7 0 obj <</Encrypt 3 0 R/Type/XRef>>stream\nabcd\nendstream\nendobj")]
    [InlineData("trailer\n<< /Size 5 >>\nstartxref\n0\n%%EOF\ntrailer\n<< /Size 5 /Encrypt 3 0 R >>")]
    public void An_encrypted_PDF_is_found(string trailer)
    {
        var pdf = DocumentSamples.Pdf(trailer);
        Assert.Equal(ProtectionFindings.EncryptedPdf, Find(pdf));
        Assert.Equal(ProtectionFindings.EncryptedPdf, Find([.. new byte[500], .. pdf]));
        Assert.Equal(ProtectionFindings.EncryptedPdf, Find(DocumentSamples.Pdf(trailer, new string('x', 1500) + "trailer obj trailer obj obj obj << ( stream")));
    }

    [Theory]
    [InlineData("trailer\n<< /Size 5 /Root 1 0 R >>")]
    [InlineData("trailer\n<< /Size 5 /Encrypt null >>")]
    [InlineData("trailer\n<< /EncryptMetadata true /Encryption 3 0 R >>")]
    [InlineData("trailer\n<< /Info << /Encrypt 3 0 R >> >>")]
    [InlineData("trailer\n<< /X (/Encrypt 3 0 R) % /Encrypt 3 0 R\n>>")]
    [InlineData("trailer\n<< >> /Encrypt 3 0 R")]
    [InlineData("7 0 obj\n<< /Type /Catalog /Encrypt 3 0 R >>\nendobj\ntrailer << >>")]
    [InlineData("7 0 obj\n<< /Type /XRef >>\nendobj\n8 0 obj\n<< /Encrypt 3 0 R >>")]
    public void A_PDF_that_is_not_encrypted_passes(string trailer) => Assert.Equal(ProtectionFindings.None, Find(DocumentSamples.Pdf(trailer)));

    [Fact]
    public void Text_about_encryption_in_a_PDF_passes() =>
        Assert.Equal(ProtectionFindings.None, Find(DocumentSamples.Pdf("trailer\n<< /Size 5 >>", "BT (The trailer has /Encrypt 3 0 R when << it is >> encrypted) Tj ET")));

    [Fact]
    public void What_is_no_PDF_is_not_read_as_one() =>
        Assert.Equal(ProtectionFindings.None, Find([.. new byte[1100], .. DocumentSamples.Pdf("trailer<</Encrypt 3 0 R>>")]));

    [Theory]
    [InlineData(true, "EncryptedPackage", "EncryptionInfo")]
    [InlineData(true, "\u0006DataSpaces", "EncryptedPackage")]
    [InlineData(true, "\tDRMContent")]
    [InlineData(true, "PowerPoint Document", "EncryptedSummary")]
    [InlineData(false, "EncryptedPackage")]
    [InlineData(false, "EncryptionInfo", "EncryptedPackages")]
    [InlineData(false, "WordDocument", "1Table", "\u0005SummaryInformation")]
    [InlineData(false, "Workbook")]
    [InlineData(false, "PowerPoint Document", "Current User")]
    [InlineData(false, "__properties_version1.0", "__substg1.0_0037001F")]
    public void Office_documents_are_told_by_their_directory(bool isEncrypted, params string[] names)
    {
        foreach (var isFirst in new[] { true, false })
        {
            Assert.Equal(isEncrypted ? ProtectionFindings.EncryptedOffice : ProtectionFindings.None, Find(DocumentSamples.Compound(names, [new byte[512]], isFirst)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Old_Office_documents_are_told_by_their_streams(bool isEncrypted)
    {
        var expected = isEncrypted ? ProtectionFindings.EncryptedOffice : ProtectionFindings.None;
        foreach (var isFirst in new[] { true, false })
        {
            Assert.Equal(expected, Find(DocumentSamples.Compound(["WordDocument"], [DocumentSamples.WordStream(isEncrypted)], isFirst)));
            Assert.Equal(expected, Find(DocumentSamples.Compound(["Workbook"], [DocumentSamples.WorkbookStream(isEncrypted)], isFirst)));
            Assert.Equal(expected, Find(DocumentSamples.Compound(["Book"], [DocumentSamples.WorkbookStream(isEncrypted, isWriteProtected: true)], isFirst)));
            Assert.Equal(expected, Find(DocumentSamples.Compound(["PowerPoint Document", "Current User"], [DocumentSamples.CurrentUserStream(isEncrypted)], isFirst)));
        }
    }

    /// <summary>An attached message of Outlook (.msg) holds its attachments as streams.</summary>
    [Fact]
    public void A_protected_document_inside_a_compound_file_is_found() =>
        Assert.Equal(
            ProtectionFindings.EncryptedOffice,
            Find(DocumentSamples.Compound(["__substg1.0_37010102"], [DocumentSamples.Compound(["EncryptedPackage", "EncryptionInfo"])])));

    [Fact]
    public void A_rights_managed_message_is_told_by_its_first_octets()
    {
        byte[] start = [0x76, 0xE8, 0x04, 0x60, 0xC4, 0x11, 0xE3, 0x86];
        Assert.Equal(ProtectionFindings.RightsManaged, Find([.. start, 1, 2, 3]));
        Assert.Equal(ProtectionFindings.None, Find([.. start[..7], 1, 2, 3]));
        Assert.Equal(ProtectionFindings.None, Find([0, .. start]));
    }

    [Theory]
    [InlineData(true, "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data manifest:checksum=\"x\">")]
    [InlineData(true, "<m:encryption-data>")]
    [InlineData(true, "<encryption-data>")]
    [InlineData(true, "<:enc:encryption-data")]
    [InlineData(true, "<<e:encryption-data")]
    [InlineData(false, "<manifest:manifest><manifest:file-entry manifest:full-path=\"encryption-data.xml\"/>")]
    [InlineData(false, "<manifest:encryption-dat><x:encryption.data>")]
    public void An_encrypted_OpenDocument_says_so_in_its_manifest(bool isEncrypted, string manifest)
    {
        var expected = isEncrypted ? ProtectionFindings.EncryptedOpenDocument : ProtectionFindings.None;
        var octets = Encoding.UTF8.GetBytes(manifest);
        var watcher = new OpenDocumentManifestWatcher();
        for (var split = 0; split <= octets.Length; split++)
        {
            watcher.Begin();
            watcher.Write(octets.AsSpan(0, split));
            watcher.Write(octets.AsSpan(split));
            Assert.Equal(expected, watcher.Findings);
        }
    }

    private static ProtectionFindings Find(byte[] leaf) => LeafReading.AtEverySplit(leaf, LeafTraits.File).Findings;
}
