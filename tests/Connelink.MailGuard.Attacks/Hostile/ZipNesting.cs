using System.Text;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>An encrypted archive in something else that opens without a password.</summary>
internal static class ZipNesting
{
    private static readonly Family Family = new("zip-nesting", "APPNOTE 6.3.10; MS-OXTNEF; MS-CFB; RFC 1952, 5652, 8551",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity)
    { Readers = "whoever opens the container" };

    public static IEnumerable<SampleMessage> All()
    {
        var secret = Payload.Aes256;
        (string Name, string Type, string FileName, byte[] Octets)[] files =
        [
            ("zip-stored", "application/zip", "a.zip", Zip.Of(ZipEntry.Stored("facture.zip", secret))),
            ("zip-deflated", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("facture.zip", secret))),
            ("zip-deflated-no-name", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("facture", secret))),
            ("zip-deflated-descriptor", "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated("facture.zip", secret) with { Flags = ZipEntry.HasDescriptor })),
            ("zip-behind-clear-files", "application/zip", "a.zip",
                Zip.Of([.. Enumerable.Range(1, 20).Select(i => ZipEntry.Deflated($"{i}.txt", Payload.Content)),
                ZipEntry.Deflated("facture.zip", secret)])),
            ("zip-of-100-kilobytes-inside", "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated("facture.zip",
                Zip.Of(ZipEntry.Stored("photo.raw", new byte[100_000]), ZipEntry.ZipCrypto("facture.txt", Payload.Content))))),
            ("zip-five-deep", "application/zip", "a.zip", Deep(secret, 5)),
            ("zip-sfx-inside", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("facture.exe", [.. Payload.Stub(90_000), .. secret]))),
            ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx",
                Zip.Of(ZipEntry.Deflated("[Content_Types].xml", Payload.Content), ZipEntry.Deflated("word/embeddings/oleObject1.bin", secret))),
            ("jar", "application/java-archive", "a.jar",
                Zip.Of(ZipEntry.Deflated("META-INF/MANIFEST.MF", Payload.Content), ZipEntry.Stored("lib/inner.jar", secret))),
            ("tar", "application/x-tar", "a.tar", Packed.Tar(("facture.zip", secret))),
            ("tar-second", "application/x-tar", "a.tar", Packed.Tar(("lisez-moi.txt", Payload.Content), ("facture.zip", secret))),
            ("tar-gzip", "application/gzip", "a.tar.gz", Packed.Gzip(Packed.Tar(("facture.zip", secret)))),
            ("gzip", "application/gzip", "facture.zip.gz", Packed.Gzip(secret)),
            ("gzip-second-member", "application/gzip", "facture.zip.gz", [.. Packed.Gzip(Payload.Clear), .. Packed.Gzip(secret)]),
            ("gzip-twice", "application/gzip", "a.gz", Packed.Gzip(Packed.Gzip(secret))),
            ("zip-of-tar-gzip", "application/zip", "a.zip", Zip.Of(ZipEntry.Stored("a.tgz", Packed.Gzip(Packed.Tar(("facture.zip", secret)))))),
            ("sfx", "application/octet-stream", "facture.exe", [.. Payload.Stub(90_000), .. secret]),
            ("7z-copied", "application/x-7z-compressed", "a.7z", SevenZip.Copied("facture.zip", secret)),
            ("7z-copied-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.7z", SevenZip.Copied("facture.zip", secret)))),
            ("tnef-attribute", "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("facture.zip", secret)),
            ("tnef-property", "application/ms-tnef", "winmail.dat", Tnef.WithProperty("facture.zip", secret)),
            ("tnef-message", "application/ms-tnef", "winmail.dat", Tnef.WithMessage(Tnef.WithAttribute("facture.zip", secret))),
            ("tnef-broken-checksum", "application/ms-tnef", "winmail.dat", BrokenSum(Tnef.WithAttribute("facture.zip", secret))),
            ("tnef-nested-zip", "application/vnd.ms-tnef", "winmail.dat",
                Tnef.WithAttribute("a.zip", Zip.Of(ZipEntry.Deflated("facture.zip", secret)))),
            ("tnef-octet-stream", "application/octet-stream", "a.bin", Tnef.WithProperty("facture.zip", secret)),
            ("tnef-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("winmail.dat", Tnef.WithAttribute("facture.zip", secret)))),
            ("msg", "application/vnd.ms-outlook", "a.msg", CompoundFile.WithAttachment(secret)),
            ("msg-scattered", "application/vnd.ms-outlook", "a.msg",
                CompoundFile.WithAttachment(Zip.Of(ZipEntry.ZipCrypto("facture.bin", Payload.Noise(9_000))), scattered: true)),
            ("msg-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.msg", CompoundFile.WithAttachment(secret)))),
            ("eml-attached", "application/octet-stream", "a.eml",
                Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", secret))),
            ("eml-in-zip", "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated("a.eml", Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", secret))))),
            ("uuencode-in-attached-text", "text/plain", "a.txt", Text.Octets(OldEncodings.Uuencode(secret))),
            ("uuencode-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("facture.uu", Text.Octets(OldEncodings.Uuencode(secret))))),
            ("zip-picture-with-archive-behind-inside", "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated("photo.jpg", [0xFF, 0xD8, 0xFF, 0xE0, .. Payload.Noise(90_000, 31), 0xFF, 0xD9, .. secret]))),
            ("zip-text-with-archive-behind-inside", "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated("a.txt", [.. Enumerable.Repeat(Payload.Content, 200).SelectMany(octets => octets), .. secret]))),
            ("zip-zeros-with-archive-behind-inside", "application/zip", "a.zip",
                Zip.Of(ZipEntry.Deflated("a.img", [.. new byte[200_000], .. secret]))),
            ("gzip-picture-with-archive-behind", "application/gzip", "photo.jpg.gz",
                Packed.Gzip([0xFF, 0xD8, 0xFF, 0xE0, .. Payload.Noise(90_000, 32), 0xFF, 0xD9, .. secret])),
            ("gzip-with-name-and-comment", "application/gzip", "a.gz",
                [0x1F, 0x8B, 8, 0x1C, 0, 0, 0, 0, 0, 3, 4, 0, 1, 2, 3, 4, .. "facture.zip\0"u8, .. "une facture\0"u8, .. Packed.Gzip(secret)[10..]]),
            ("behind-gzip", "application/gzip", "a.gz", [.. Packed.Gzip(Payload.Content), .. secret]),
            ("behind-tar", "application/x-tar", "a.tar", [.. Packed.Tar(("lisez-moi.txt", Payload.Content)), .. secret]),
            ("tar-with-broken-checksum", "application/x-tar", "a.tar", BrokenTar(Packed.Tar(("facture.zip", secret)))),
            ("disc-image", "application/x-iso9660-image", "a.iso",
                [.. new byte[32_768], 1, .. "CD001"u8, .. new byte[2_042], .. new byte[8_192], .. secret, .. new byte[2_048]]),
            ("unix-archive", "application/x-archive", "a.a",
                [.. "!<arch>\n"u8, .. Text.Octets($"{"facture.zip/",-16}{0,-12}{0,-6}{0,-6}{100644,-8}{secret.Length,-10}`\n"), .. secret]),
            ("cpio", "application/x-cpio", "a.cpio",
                Text.Octets($"070701{1:X8}{0x81A4:X8}{0:X8}{0:X8}{1:X8}{0:X8}{secret.Length:X8}{0:X8}{0:X8}{0:X8}{0:X8}{12:X8}{0:X8}facture.zip\0\0\0{Text.Latin1(secret)}")),
            ("apple-single", "application/applefile", "facture.zip",
                [0, 5, 0x16, 0, 0, 2, 0, 0, .. new byte[16], 0, 1, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, (byte)(secret.Length >> 8),
                (byte)secret.Length, .. secret]),
            ("pdf-embedded", "application/pdf", "a.pdf",
                [.. "%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile >>\nstream\n"u8, .. secret, .. "\nendstream\nendobj\n%%EOF\n"u8]),
            ("tnef-length-too-long", "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("facture.zip", secret)[..^(2 + 20)]),
            ("tnef-junk-behind", "application/ms-tnef", "winmail.dat", [.. Tnef.WithProperty("facture.zip", secret), .. Payload.Noise(300)]),
            ("signed", "application/pkcs7-mime; smime-type=signed-data", "smime.p7m", Cms.Signed(Entity(secret))),
            ("signed-octet-stream", "application/octet-stream", "smime.p7m", Cms.Signed(Entity(secret))),
            ("signed-in-pieces", "application/pkcs7-mime; smime-type=signed-data", "smime.p7m", Cms.SignedInPieces(Entity(secret), 100)),
            ("signed-in-pieces-of-1", "application/pkcs7-mime; smime-type=signed-data", "smime.p7m", Cms.SignedInPieces(Entity(secret), 1)),
            ("signed-file", "application/pkcs7-mime; smime-type=signed-data", "facture.zip.p7m", Cms.Signed(secret)),
            ("compressed", "application/pkcs7-mime; smime-type=compressed-data", "smime.p7z", Cms.Compressed(Entity(secret))),
        ];
        foreach (var (name, type, fileName, octets) in files) yield return Family.Inbound(name,
            Mail.WithAttachment(Mail.InboundFields, type, fileName, octets));

        var attached = Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", secret);
        yield return Family.Inbound("message-attached",
            Mail.Multipart(Mail.InboundFields, "mixed", "b0", Mail.TextPart(), Mail.Part("Content-Type: message/rfc822", attached)));
        yield return Family.Inbound("message-attached-twenty-deep",
            Mail.Single(Mail.InboundFields, "Content-Type: message/rfc822",
            Enumerable.Range(0, 20).Aggregate(attached, (inner, _) => Mail.Single(Mail.InboundFields, "Content-Type: message/rfc822", inner))));
        yield return Family.Inbound("message-global", Mail.Single(Mail.InboundFields, "Content-Type: message/global", attached));
        yield return Family.Inbound("message-of-news", Mail.Single(Mail.InboundFields, "Content-Type: message/news", attached));
        yield return Family.Inbound("signed-whole-message",
            Mail.Single(Mail.InboundFields, "Content-Type: application/x-pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64",
            Text.Base64(Cms.Signed(Entity(secret)))));
        yield return Family.Inbound("mbox",
            Mail.WithAttachment(Mail.InboundFields, "application/mbox", "a.mbox",
            Encoding.Latin1.GetBytes("From alice@elsewhere.example Mon Jan  5 10:00:00 2026\n" + attached.ReplaceLineEndings("\n"))));
    }

    private static byte[] Entity(byte[] archive) => Text.Octets(Mail.Attachment("application/zip", "facture.zip", archive) + "\r\n");

    private static byte[] Deep(byte[] archive, int levels) =>
        Enumerable.Range(0, levels).Aggregate(archive,
            (inner, i) => Zip.Of(i % 2 == 0 ? ZipEntry.Deflated("a.zip", inner) : ZipEntry.Stored("a.zip", inner)));

    private static byte[] BrokenTar(byte[] tar) => [.. tar[..148], .. "0000000\0"u8, .. tar[156..]];

    private static byte[] BrokenSum(byte[] tnef) => [.. tnef[..^2], 0x12, 0x34];
}
