using System.Text;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;
using Xunit;

namespace Connelink.MailGuard.Tests.Protection;

public sealed class CmsReaderTests
{
    private const ProtectionFindings Signed = ProtectionFindings.SmimeSigned;

    public static TheoryData<string, CmsContentType> EncryptedTypes => new()
    {
        { "1.2.840.113549.1.7.3", CmsContentType.EnvelopedData },
        { "1.2.840.113549.1.7.4", CmsContentType.EnvelopedData },
        { "1.2.840.113549.1.7.6", CmsContentType.EncryptedData },
        { "1.2.840.113549.1.9.16.1.23", CmsContentType.AuthEnvelopedData },
    };

    /// <summary>Every encoding of one structure that programs write.</summary>
    public static IEnumerable<byte[]> Forms(byte[] der) =>
    [
        der,
        CmsSamples.Indefinite(der),
        CmsSamples.Indefinite(der, 1),
        [.. "\r\n \r\n"u8, .. der],
        [0xEF, 0xBB, 0xBF, .. der],
        CmsSamples.Armored(der),
        CmsSamples.Armored(CmsSamples.Indefinite(der), "CMS"),
        Encoding.ASCII.GetBytes("\r\n" + Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)),
        Encoding.ASCII.GetBytes(Convert.ToBase64String(CmsSamples.Indefinite(der))),
    ];

    [Theory]
    [MemberData(nameof(EncryptedTypes))]
    public void Encryption_is_told_by_its_content_type(string identifier, CmsContentType type)
    {
        foreach (var form in Forms(CmsSamples.OfType(identifier)))
        {
            var reading = LeafReading.AtEverySplit(form, LeafTraits.None);
            Assert.Equal((ProtectionFindings.SmimeEncrypted, type), (reading.Findings, reading.ContentType));
            Assert.Empty(reading.Content);
        }
    }

    [Fact]
    public void What_the_framework_encrypts_is_encrypted()
    {
        var der = CmsSamples.Enveloped(CmsSamples.Entity);
        foreach (var form in Forms(der)) Assert.Equal(ProtectionFindings.SmimeEncrypted, LeafReading.AtEverySplit(form, LeafTraits.File).Findings);
        // The content type is enough: what is cut off behind it says nothing else.
        Assert.Equal(ProtectionFindings.SmimeEncrypted, LeafReading.Of(der[..40], LeafTraits.None).Findings);
    }

    [Fact]
    public void What_a_signature_is_wrapped_around_is_handed_on()
    {
        foreach (var form in Forms(CmsSamples.Signed(CmsSamples.Entity)))
        {
            var reading = LeafReading.AtEverySplit(form, LeafTraits.None);
            Assert.Equal(Signed, reading.Findings);
            Assert.Equal(CmsSamples.Entity, reading.Content);
        }
    }

    [Fact]
    public void A_signed_file_is_no_signed_message()
    {
        foreach (var form in Forms(CmsSamples.Signed(CmsSamples.File)))
        {
            Assert.Equal(ProtectionFindings.SignedFile, LeafReading.AtEverySplit(form, LeafTraits.File).Findings);
            Assert.Equal(CmsSamples.File, LeafReading.Of(form, LeafTraits.File).Content);
            Assert.Equal(Signed, LeafReading.Of(form, LeafTraits.None).Findings);
        }
        // A message, whatever name it bears.
        Assert.Equal(Signed, LeafReading.AtEverySplit(CmsSamples.Signed(CmsSamples.Entity), LeafTraits.File).Findings);
    }

    [Fact]
    public void A_signature_alone_is_of_something_else()
    {
        foreach (var form in Forms(CmsSamples.Signed(CmsSamples.Entity, isDetached: true)))
        {
            Assert.Equal(ProtectionFindings.SignedFile, LeafReading.AtEverySplit(form, LeafTraits.None).Findings);
        }
    }

    [Fact]
    public void Certificates_are_neither_signed_nor_encrypted()
    {
        foreach (var form in Forms(CmsSamples.Certificates()))
        {
            Assert.Equal(ProtectionFindings.SmimeCertificates, LeafReading.AtEverySplit(form, LeafTraits.None).Findings);
        }
        foreach (var form in Forms(CmsSamples.CertificateFile()))
        {
            Assert.Equal(ProtectionFindings.None, LeafReading.AtEverySplit(form, LeafTraits.None).Findings);
        }
    }

    [Fact]
    public void What_is_compressed_is_inflated()
    {
        foreach (var form in Forms(CmsSamples.Compressed(CmsSamples.Entity)))
        {
            var reading = LeafReading.AtEverySplit(form, LeafTraits.None);
            Assert.Equal(ProtectionFindings.SmimeCompressed, reading.Findings);
            Assert.Equal(CmsSamples.Entity, reading.Content);
        }
    }

    [Fact]
    public void Compression_that_cannot_be_undone_is_broken()
    {
        var whole = CmsSamples.Compressed(CmsSamples.Entity);
        Assert.Equal(ProtectionFindings.SmimeCompressed | ProtectionFindings.Broken, LeafReading.AtEverySplit(whole[..^20], LeafTraits.None).Findings);
        Assert.Equal(
            ProtectionFindings.SmimeCompressed | ProtectionFindings.Broken,
            LeafReading.AtEverySplit(CmsSamples.Compressed(CmsSamples.Entity, "1.2.840.113549.1.9.16.3.9"), LeafTraits.None).Findings);
    }

    [Fact]
    public void Content_over_budget_is_a_limit_that_was_reached()
    {
        var reader = new CmsReader(new Nowhere(), new MessageInflater(new ArchiveContext(new ArchiveLimits { MaxInflatedOctets = 10 })));
        reader.Begin(LeafTraits.None);
        reader.Write(CmsSamples.Compressed(CmsSamples.Entity));
        reader.Complete();
        Assert.Equal(ProtectionFindings.SmimeCompressed | ProtectionFindings.LimitReached, reader.Findings);
    }

    [Fact]
    public void Encryption_directly_inside_a_signature_is_found() =>
        Assert.Equal(
            ProtectionFindings.SmimeEncrypted | Signed,
            LeafReading.AtEverySplit(CmsSamples.SignedAround("1.2.840.113549.1.7.3", [0x30, 0x00]), LeafTraits.None).Findings);

    [Fact]
    public void A_signed_message_that_is_cut_short_is_broken_and_its_content_seen()
    {
        foreach (var whole in new[] { CmsSamples.Signed(CmsSamples.Entity), CmsSamples.Indefinite(CmsSamples.Signed(CmsSamples.Entity)) })
        {
            var reading = LeafReading.AtEverySplit(whole[..100], LeafTraits.None);
            Assert.Equal(Signed | ProtectionFindings.Broken, reading.Findings);
            Assert.Equal(CmsSamples.Entity[..reading.Content.Length], reading.Content);
            Assert.NotEmpty(reading.Content);
        }
    }

    [Fact]
    public void Nesting_without_end_is_broken_or_too_deep()
    {
        byte[] start = CmsSamples.Indefinite(CmsSamples.SignedAround("1.2.840.113549.1.7.1", CmsSamples.Entity))[..39]; // as far as [0] EXPLICIT
        byte[] deep = [.. start, .. Enumerable.Repeat(new byte[] { 0x24, 0x80 }, 100_000).SelectMany(pair => pair)];
        Assert.NotEqual(ProtectionFindings.None, LeafReading.Of(deep, LeafTraits.None, 1000).Findings & (ProtectionFindings.LimitReached | ProtectionFindings.Broken));
    }

    [Theory]
    [InlineData("Mr Smith, MIAGCSqGSIb3DQEHA6CA is how it begins")]
    [InlineData("MICHAEL WROTE TODAY\nMII")]
    [InlineData("-----BEGIN CERTIFICATE-----\nhello")]
    [InlineData("0")]
    [InlineData("0\u0003\u0006\u0001\u0001")]
    [InlineData("")]
    public void Other_octets_are_no_CMS(string text) =>
        Assert.Equal((ProtectionFindings.None, CmsContentType.Unknown), LeafReading.AtEverySplit(Encoding.ASCII.GetBytes(text), LeafTraits.Text) is var reading ? (reading.Findings, reading.ContentType) : default);

    private sealed class Nowhere : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }
}
