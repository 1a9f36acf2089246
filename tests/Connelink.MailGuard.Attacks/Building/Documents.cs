namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Documents that are ZIP files inside, and one that is not: the shapes of the real ones, without their content.</summary>
internal static class Documents
{
    public static byte[] Docx { get; } = Office("word/document.xml", "word/styles.xml", "word/media/image1.png");

    public static byte[] Xlsx { get; } = Office("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml");

    /// <summary>The type is the first file, stored (ODF 1.3 part 2, 3.3).</summary>
    public static byte[] Odt { get; } = Typed("application/vnd.oasis.opendocument.text", "content.xml", "META-INF/manifest.xml");

    public static byte[] Epub { get; } = Typed("application/epub+zip", "META-INF/container.xml", "OEBPS/chapter1.xhtml");

    /// <summary>The first entry has the extra field 0xCAFE and nothing in it; files have descriptors.</summary>
    public static byte[] Jar { get; } = Zip.Of(
        ZipEntry.Stored("META-INF/", []) with { Extra = [0xFE, 0xCA, 0, 0] },
        ZipEntry.Deflated("META-INF/MANIFEST.MF", Payload.Content) with { Flags = ZipEntry.HasDescriptor | ZipEntry.Utf8Name },
        ZipEntry.Deflated("a/B.class", [0xCA, 0xFE, 0xBA, 0xBE, .. Payload.Noise(600)]) with { Flags = ZipEntry.HasDescriptor | ZipEntry.Utf8Name });

    /// <summary>A signing block stands between the files and the directory (APK Signature Scheme v2).</summary>
    public static byte[] Apk { get; } = Signed();

    public static byte[] Pdf { get; } = [.. "%PDF-1.7\n%\u00E2\u00E3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"u8, .. Payload.Noise(600),
        .. "\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"u8];

    private static byte[] Office(params string[] files) =>
        Zip.Of([.. ((string[])["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", .. files]).Select(File)]);

    private static byte[] Typed(string type, params string[] files) =>
        Zip.Of([ZipEntry.Stored("mimetype", Text.Octets(type)), .. files.Select(File)]);

    /// <summary>As Office writes it: bits 1 and 2 tell of the packer's effort.</summary>
    private static ZipEntry File(string name) => ZipEntry.Deflated(name, [.. "<?xml version=\"1.0\"?>"u8, .. Payload.Content]) with { Flags = 6 };

    private static byte[] Signed()
    {
        var (files, directory) = Zip.Parts(0, ZipEntry.Stored("AndroidManifest.xml", Payload.Noise(300)),
            ZipEntry.Deflated("classes.dex", Payload.Content));
        var content = Payload.Noise(400);
        byte[] block = [.. Zip.U64((ulong)content.Length + 24), .. content, .. Zip.U64((ulong)content.Length + 24), .. "APK Sig Block 42"u8];
        return [.. files, .. block, .. directory, .. Zip.End(2, (uint)directory.Length, (uint)(files.Length + block.Length))];
    }
}
