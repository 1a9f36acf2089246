using System.IO.Compression;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>Archives without a password, in all the shapes that archivers give them, and files that only look like archives.</summary>
internal static class ClearArchives
{
    private static readonly Family Family = new("clear-archives", "APPNOTE 6.3.10; ODF 1.3; APK Signature Scheme v2; habits of archivers");

    public static IEnumerable<SampleMessage> All() =>
        Cases().Select(sample => Family.Inbound(sample.Name, Mail.WithAttachment(Mail.InboundFields, sample.Type, sample.FileName, sample.Octets)));

    private static IEnumerable<(string Name, string Type, string FileName, byte[] Octets)> Cases()
    {
        const string zip = "application/zip";
        var text = Payload.Content;
        var file = ZipEntry.Deflated("facture.txt", text);
        yield return ("zip", zip, "a.zip", Payload.Clear);
        yield return ("zip-x-type", "application/x-zip-compressed", "a.zip", Payload.Clear);
        yield return ("zip-stored", zip, "a.zip", Zip.Of(ZipEntry.Stored("facture.txt", text)));
        yield return ("zip-empty", zip, "a.zip", Zip.End(0, 0, 0));
        yield return ("zip-folders", zip, "a.zip", Zip.Of(ZipEntry.Stored("dossier/", []), file with { Name = "dossier/facture.txt" }));
        yield return ("zip-comment", zip, "a.zip", Zip.Behind(0, "Archive de janvier; mot de passe: aucun. PK", file));
        yield return ("zip-file-comment", zip, "a.zip", Zip.Of(file with { Comment = "une facture" }));
        yield return ("zip-descriptor", zip, "a.zip", Zip.Of(file with { Flags = ZipEntry.HasDescriptor }));
        yield return ("zip-utf-8-names", zip, "a.zip", Zip.Of(file with { Name = Text.Utf8("été/façade.txt"), Flags = ZipEntry.Utf8Name }));
        yield return ("zip-extra-fields", zip, "a.zip",
            Zip.Of(file with
            {
                Extra = [0x55, 0x54, 5, 0, 1, 0, 0, 0x5B, 0x69, 0x75, 0x78, 0x0B, 0, 1, 4, 0xE8, 3, 0, 0, 4, 0xE8, 3, 0, 0],
                CentralExtra = [0x55, 0x54, 5, 0, 1, 0, 0, 0x5B, 0x69]
            }));
        yield return ("zip-ntfs-extra", zip, "a.zip",
            Zip.Of(file with { Extra = [], CentralExtra = [0x0A, 0, 0x20, 0, 0, 0, 0, 0, 1, 0, 0x18, 0, .. new byte[24]] }));
        yield return ("7z-copied", "application/x-7z-compressed", "a.7z", SevenZip.Copied("facture.zip", Payload.Clear));
        yield return ("zip64", zip, "a.zip", Zip64(file));
        yield return ("zip-sfx", "application/octet-stream", "a.exe", [.. Payload.Stub(20_000), .. Payload.Clear]);
        yield return ("zip-sfx-offsets-right", "application/octet-stream", "a.exe", [.. Payload.Stub(20_000), .. Zip.Behind(20_000, "", file)]);
        yield return ("zip-nested", zip, "a.zip", Zip.Of(ZipEntry.Deflated("b.zip", Payload.Clear), ZipEntry.Stored("c.zip", Payload.Clear)));
        yield return ("zip-nested-three-deep", zip, "a.zip",
            Zip.Of(ZipEntry.Stored("b.zip", Zip.Of(ZipEntry.Deflated("c.zip", Zip.Of(ZipEntry.Stored("d.docx", Documents.Docx)))))));
        yield return ("zip-of-200-files", zip, "a.zip", Zip.Of([.. Enumerable.Range(1, 200).Select(i => ZipEntry.Deflated($"{i:000}.txt", text))]));
        yield return ("zip-of-noise", zip, "a.zip", Zip.Of(ZipEntry.Stored("photo.jpg", [0xFF, 0xD8, 0xFF, .. Payload.Noise(50_000)])));
        yield return ("zip-deflate64", zip, "a.zip", Zip.Of(file with { Method = 9, Version = 21 }));
        yield return ("zipx-lzma", zip, "a.zipx", Zip.Of(new ZipEntry("a.txt", Payload.Noise(300)) { Method = 14, Version = 63, Size = 900 }));
        yield return ("zip-bzip2", zip, "a.zip",
            Zip.Of(new ZipEntry("a.txt", [.. "BZh9"u8, .. Payload.Noise(300)]) { Method = 12, Version = 46, Size = 900 }));
        yield return ("zip-by-dotnet", zip, "a.zip", ByDotnet());
        yield return ("zip-trailing-line-end", zip, "a.zip", [.. Payload.Clear, 13, 10]);
        yield return ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx", Documents.Docx);
        yield return ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx", Documents.Xlsx);
        yield return ("docx-with-embedded-xlsx", "application/octet-stream", "a.docx",
            Zip.Of(ZipEntry.Deflated("[Content_Types].xml", text), ZipEntry.Stored("word/embeddings/a.xlsx", Documents.Xlsx)));
        yield return ("odt", "application/vnd.oasis.opendocument.text", "a.odt", Documents.Odt);
        yield return ("epub", "application/epub+zip", "a.epub", Documents.Epub);
        yield return ("jar", "application/java-archive", "a.jar", Documents.Jar);
        yield return ("apk", "application/vnd.android.package-archive", "a.apk", Documents.Apk);
        yield return ("kmz", "application/vnd.google-earth.kmz", "a.kmz", Zip.Of(ZipEntry.Deflated("doc.kml", text)));
        yield return ("tar", "application/x-tar", "a.tar", Packed.Tar(("facture.txt", text), ("b.zip", Payload.Clear)));
        yield return ("tar-gzip", "application/gzip", "a.tgz", Packed.Gzip(Packed.Tar(("facture.txt", text))));
        yield return ("gzip", "application/gzip", "a.txt.gz", Packed.Gzip(text));
        yield return ("7z", "application/x-7z-compressed", "a.7z",
            [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. Zip.U32(Crc32.Of(new byte[20])), .. new byte[20]]);
        yield return ("tnef-clear", "application/ms-tnef", "winmail.dat", Tnef.WithProperty("a.zip", Payload.Clear));
        yield return ("msg-clear", "application/vnd.ms-outlook", "a.msg", CompoundFile.WithAttachment(Payload.Clear));
        yield return ("program-with-zip-constants", "application/octet-stream", "unzip.exe",
            [.. Payload.Stub(3_000), .. "PK\x3\x4\0PK\x1\x2\0PK\x5\x6\0PK\x7\x8\0"u8,
            .. "%s: encrypted (not supported)\0skipping: %s need PK compat. v%u.%u\0"u8, .. Payload.Noise(3_000)]);
        yield return ("source-with-zip-constants", "text/x-c", "unzip.c",
            Text.Octets("static const char sig[] = \"PK\\003\\004\"; /* PK\u0003\u0004 */\nint flags = 1;\n"));
        yield return ("noise-with-zip-constants", "video/mp4", "a.mp4",
            [.. Payload.Noise(40_000, 3), .. "PK\x3\x4"u8, .. Payload.Noise(40_000, 4), .. "PK\x1\x2"u8, .. Payload.Noise(40_000, 5)]);
        yield return ("picture", "image/jpeg", "a.jpg", [0xFF, 0xD8, 0xFF, 0xE0, .. Payload.Noise(100_000, 6)]);
        yield return ("pdf", "application/pdf", "a.pdf", Documents.Pdf);
    }

    private static byte[] Zip64(ZipEntry file)
    {
        byte[] sizes = [.. Zip.U64(file.Size), .. Zip.U64(file.PackedSize)];
        var large = file with { Version = 45, Extra = [1, 0, 16, 0, .. sizes] };
        var local = Zip.Local(large);
        // Sizes are in the extra field; the fields of 32 bits say so.
        Enumerable.Repeat((byte)0xFF, 8).ToArray().CopyTo(local, 18);
        var central = Zip.Central(large with { CentralPackedSize = uint.MaxValue, Size = uint.MaxValue }, 0);
        return [.. local, .. central, .. Zip.End64(1, (ulong)central.Length, (ulong)local.Length, (ulong)(local.Length + central.Length)),
            .. Zip.End(ushort.MaxValue, uint.MaxValue, uint.MaxValue)];
    }

    private static byte[] ByDotnet()
    {
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("facture.txt");
            entry.LastWriteTime = new DateTime(2026, 1, 5);
            using var stream = entry.Open();
            stream.Write(Payload.Content);
        }
        return result.ToArray();
    }
}
