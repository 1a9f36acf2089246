using System.Text;
using Connelink.MailGuard.Server.Demo;
using ICSharpCode.SharpZipLib.Zip;
using MimeKit;
using MimeKit.Tnef;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Demo;

/// <summary>The demo's attachments are what it says: each kind is shown with its verdict, and opened by programs that others wrote.</summary>
public sealed class DemoAttachmentsTests
{
    private const string Passes = "250";
    private const string Refused = "550 5.7.1";

    private static readonly byte[] SevenZipAes = [0x06, 0xF1, 0x07, 0x01];

    private static readonly Lazy<(DemoMessage Message, MimePart Part)[]> Shown = new(() =>
        [.. DemoMessages.All.Where(m => m.Rule is "encrypted-archive" or "essential-plan").SelectMany(m => Parts(m).Select(part => (m, part)))]);

    /// <summary>MimeKit reads strings of winmail.dat by them.</summary>
    static DemoAttachmentsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(".zip", Passes)]
    [InlineData(".exe", Passes)]
    [InlineData(".docx", Passes)]
    [InlineData(".jar", Passes)]
    [InlineData(".dat", Passes)]
    [InlineData(".zip", Refused)]
    [InlineData(".exe", Refused)]
    [InlineData(".docx", Refused)]
    [InlineData(".jar", Refused)]
    [InlineData(".dat", Refused)]
    public void Zip_files_are_shown_clear_and_encrypted_by_every_name(string suffix, string verdict) =>
        AssertShown(verdict, p => IsNamed(p, suffix) && IsZip(Content(p), isEncrypted: verdict == Refused));

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(256)]
    public void Zip_files_are_shown_in_every_encryption(int keySize) =>
        AssertShown(Refused, p => Entries(Content(p)).Any(e => e.IsCrypted && e.AESKeySize == keySize));

    [Theory]
    [InlineData(Passes)]
    [InlineData(Refused)]
    public void Zip_files_are_shown_in_others(string verdict) =>
        AssertShown(verdict, p => Inner(Content(p), "inner/rapport.zip") is { } zip && IsZip(zip, isEncrypted: verdict == Refused));

    [Theory]
    [InlineData(".docx", "word/document.xml")]
    [InlineData(".jar", "META-INF/MANIFEST.MF")]
    public void Documents_and_programs_have_in_them_what_makes_them_so(string suffix, string entry) =>
        AssertShown(Passes, p => IsNamed(p, suffix) && Inner(Content(p), entry) is not null);

    [Theory]
    [InlineData(Passes)]
    [InlineData(Refused)]
    public void Self_extracting_files_begin_with_a_program(string verdict) =>
        AssertShown(verdict, p => IsNamed(p, ".exe") && Content(p).AsSpan().StartsWith("MZ"u8));

    /// <summary>7zFormat.txt: the coder of AES stands in the clear, where the header is encrypted, too.</summary>
    [Theory]
    [InlineData(Passes)]
    [InlineData(Refused)]
    public void Files_of_7z_are_shown(string verdict) => AssertShown(verdict, p =>
        Content(p) is [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, .. var rest] && rest.AsSpan().IndexOf(SevenZipAes) >= 0 == (verdict == Refused));

    /// <summary>RAR 5.0 archive format: the kind of the first header behind its checksum and size; 4 is that of encryption.</summary>
    [Theory]
    [InlineData(Passes)]
    [InlineData(Refused)]
    public void Files_of_rar_are_shown(string verdict) => AssertShown(verdict, p =>
        Content(p) is [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7, 1, 0, _, _, _, _, _, var kind, ..] && kind == 4 == (verdict == Refused));

    [Theory]
    [InlineData("application/pkcs7-signature", null)]
    [InlineData("application/pkcs7-mime", "signed-data")]
    [InlineData("application/pkcs7-mime", "enveloped-data")]
    [InlineData("application/pgp-encrypted", null)]
    public void Signed_and_encrypted_mail_is_shown_with_both_verdicts(string type, string? smimeType) => Assert.All([Passes, Refused], verdict =>
        AssertShown(verdict, p => p.ContentType.MimeType == type && p.ContentType.Parameters["smime-type"] == smimeType));

    [Fact]
    public void Inline_pgp_is_shown_with_both_verdicts() => Assert.All([Passes, Refused], verdict =>
        AssertShown(verdict, p => p is TextPart && Content(p).AsSpan().StartsWith("-----BEGIN PGP MESSAGE-----"u8)));

    private static void AssertShown(string verdict, Predicate<MimePart> isKind) =>
        Assert.Contains(Shown.Value, shown => shown.Message.Expected == verdict && isKind(shown.Part));

    private static IEnumerable<MimePart> Parts(DemoMessage message)
    {
        var octets = Encoding.Latin1.GetString(message.Data(message)).Replace("\r\n..", "\r\n.", StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(octets));
        foreach (var part in MimeMessage.Load(stream).BodyParts.OfType<MimePart>()) yield return part;
    }

    private static bool IsNamed(MimePart part, string suffix) => part.FileName?.EndsWith(suffix, StringComparison.Ordinal) == true;

    /// <summary>Of winmail.dat what is attached in it.</summary>
    private static byte[] Content(MimePart part)
    {
        if (part is TnefPart tnef) return Content(tnef.ExtractAttachments().OfType<MimePart>().Last());
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return content.ToArray();
    }

    private static bool IsZip(byte[] content, bool isEncrypted) => Entries(content) is { Count: > 0 } entries && entries.All(e => e.IsCrypted == isEncrypted);

    private static List<ZipEntry> Entries(byte[] content)
    {
        try
        {
            using var zip = new ZipFile(new MemoryStream(content));
            return [.. zip.Cast<ZipEntry>()];
        }
        catch (ZipException)
        {
            return [];
        }
    }

    private static byte[]? Inner(byte[] content, string name)
    {
        if (Entries(content).Find(e => e.Name == name) is null) return null;
        using var zip = new ZipFile(new MemoryStream(content));
        using var inner = zip.GetInputStream(zip.GetEntry(name));
        using var octets = new MemoryStream();
        inner.CopyTo(octets);
        return octets.ToArray();
    }
}
