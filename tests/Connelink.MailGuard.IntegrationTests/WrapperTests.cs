using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Tests.Archives;
using MimeKit;
using static Connelink.MailGuard.Archives.ArchiveFindings;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Archives of other people's programs in messages that MimeKit writes: found, or clear, in every wrapper.</summary>
public sealed class WrapperTests
{
    private static readonly string[] Types = ["application/zip", "application/octet-stream", "text/plain", "text/html", "image/png", "application/pdf", "x-unknown/x-unknown", "application/ms-tnef"];

    private static readonly string?[] Names = ["a.zip", "a.txt", "photo.jpg", "été 2026.docx", null];

    private static readonly ContentEncoding[] Encodings = [ContentEncoding.Base64, ContentEncoding.QuotedPrintable, ContentEncoding.Binary, ContentEncoding.UUEncode];

    private static readonly int[] Depths = [1, 2, 10];

    /// <summary>What is in them is taken out and looked at as a file.</summary>
    private static readonly (string Name, Func<byte[], byte[]> Wrap)[] Opened =
    [
        ("ZIP", file => Zip.Of(ZipEntry.Stored("x", file))), ("deflated in ZIP", file => Zip.Of(ZipEntry.Deflated("x", file))), ("gzip", Packed.Gzip), ("tar", file => Packed.Tar(("x", file))),
        ("tar.gz in ZIP", file => Zip.Of(ZipEntry.Deflated("x", Packed.Gzip(Packed.Tar(("x", file)))))),
        ("TNEF, attribute", file => Tnef.WithAttribute("x", file)), ("TNEF, property", file => Tnef.WithProperty("x", file)), ("TNEF, message", file => Tnef.WithMessage(Tnef.WithAttribute("x", file))),
        ("uuencode in ZIP", file => Zip.Of(ZipEntry.Deflated("x", Text.Octets(OldEncodings.Uuencode(file))))), (".eml in ZIP", file => Zip.Of(ZipEntry.Deflated("x", Octets(Message(Part(file)))))),
        (".eml", file => Octets(Message(Part(file)))),
    ];

    /// <summary>Archives in them are seen by their octets.</summary>
    private static readonly (string Name, Func<byte[], byte[]> Wrap)[] Passed =
    [
        ("RAR 4", file => Rar.Version4(0, (0, file))), ("RAR 5", file => Rar.Version5(false, (Rar.TimeRecord, file))), ("7z", file => SevenZip.Copied("x", file)),
        ("program", file => [.. Payload.Stub(20_000), .. file]), ("S/MIME", file => Cms.Signed([.. "Content-Type: application/zip\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. file])),
    ];

    private static readonly (string Name, Func<byte[], byte[]> Wrap)[] InText =
    [
        ("uuencode", file => Text.Octets(OldEncodings.Uuencode(file))), ("yEnc", file => Text.Octets(OldEncodings.Yencode(file))), ("BinHex", file => Text.Octets(OldEncodings.BinHex(file))),
    ];

    [Theory]
    [InlineData("zip -q -r out a.txt folder", None)]
    [InlineData("zip -q -P secret out a.txt", EncryptedZip)]
    [InlineData("7zz a -bd -psecret -mem=AES256 out.zip a.txt", EncryptedZip)]
    [InlineData("bsdtar -cf out.zip --format zip --options zip:encryption=zipcrypt --passphrase secret a.txt", EncryptedZip)]
    [InlineData("7zz a -bd out.7z a.txt", None)]
    [InlineData("7zz a -bd -psecret out.7z a.txt", EncryptedSevenZip)]
    [InlineData("7zz a -bd -psecret -mhe=on out.7z a.txt", EncryptedSevenZip)]
    [InlineData("tar czf out.tar.gz a.txt folder", None)]
    [InlineData("zip -q z a.txt && tar czf out.tar.gz z.zip", None)]
    [InlineData("zip -q -P secret z a.txt && zip -q out z.zip", EncryptedZip)]
    public async Task What_an_archive_is_hangs_on_no_wrapper(string command, ArchiveFindings expected) => AssertEverywhere(expected, await Archivers.MakeAsync(command));

    [Fact]
    public void Nor_that_of_a_RAR_archive()
    {
        var file = Payload.Noise(5_000);
        AssertEverywhere(None, Rar.Version4(0, (0, file)));
        AssertEverywhere(None, Rar.Version5(false, (Rar.TimeRecord, file)));
        AssertEverywhere(EncryptedRar, Rar.Version4(0, (4, file)));
        AssertEverywhere(EncryptedRar, Rar.Version4(0x80));
        AssertEverywhere(EncryptedRar, Rar.Version5(false, (Rar.EncryptionRecord, file)));
        AssertEverywhere(EncryptedRar, Rar.Version5(true));
    }

    private static void AssertEverywhere(ArchiveFindings expected, byte[] archive)
    {
        var inspection = new MessageInspection();
        Assert.Empty(
            from wrapped in Wrapped(archive)
            let found = Inspect(inspection, wrapped.Message)
            where found != expected
            select $"{wrapped.Name}: {found}");
    }

    private static IEnumerable<(string Name, MimeMessage Message)> Wrapped(byte[] archive) =>
    [
        .. from type in Types from name in Names from encoding in Encodings select ($"{type}, {name}, {encoding}", Message(Part(archive, type, name, encoding))),
        .. from container in Opened.Concat(Passed) select (container.Name, Message(Part(container.Wrap(archive)))),
        .. from outer in Opened from inner in Opened.Concat(Passed) select ($"{inner.Name} in {outer.Name}", Message(Part(outer.Wrap(inner.Wrap(archive))))),
        .. from text in InText select (text.Name, Message(Part(text.Wrap(archive), "text/plain", null, ContentEncoding.Binary))),
        .. from text in InText from inner in Opened.Concat(Passed) select ($"{inner.Name} in {text.Name}", Message(Part(text.Wrap(inner.Wrap(archive)), "text/plain", null, ContentEncoding.Binary))),
        .. from depth in Depths select ($"in {depth} messages", Attached(Message(Part(archive)), depth)),
        .. from depth in Depths select ($"in {depth} multiparts", Message(Nested(Part(archive), depth))),
    ];

    private static ArchiveFindings Inspect(MessageInspection inspection, MimeMessage message)
    {
        const int block = 5_000;
        inspection.Begin(opensDocuments: false);
        foreach (var octets in Octets(message).Chunk(block)) inspection.Write(octets);
        inspection.Complete();
        inspection.Abandon();
        return inspection.Facts.Archives & ~Unseen;
    }

    private static MimePart Part(byte[] file, string type = "application/octet-stream", string? name = "a.bin", ContentEncoding encoding = ContentEncoding.Base64)
    {
        // MimeKit's quoted-printable is for texts: a line feed becomes a line end.
        var content = encoding == ContentEncoding.QuotedPrintable ? new MimeContent(new MemoryStream(Text.Octets(Text.QuotedPrintable(file))), encoding) : new MimeContent(new MemoryStream(file));
        var part = new MimePart(ContentType.Parse(type)) { Content = content, ContentTransferEncoding = encoding };
        if (name is not null) (part.ContentDisposition, part.FileName) = (new ContentDisposition(ContentDisposition.Attachment), name);
        return part;
    }

    private static MimeMessage Message(MimeEntity part) => new()
    {
        From = { MailboxAddress.Parse("alice@elsewhere.example") },
        To = { MailboxAddress.Parse("jean@client.example") },
        Subject = "Facture",
        Body = new Multipart("mixed") { new TextPart("plain") { Text = "Bonjour" }, part },
    };

    private static MimeMessage Attached(MimeMessage message, int depth) =>
        Enumerable.Range(0, depth).Aggregate(message, static (inner, _) => Message(new MessagePart { Message = inner }));

    private static MimeEntity Nested(MimeEntity part, int depth) => Enumerable.Range(0, depth).Aggregate(part, static (inner, _) => new Multipart("mixed") { inner });

    private static byte[] Octets(MimeMessage message)
    {
        using var octets = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, octets);
        return octets.ToArray();
    }
}
