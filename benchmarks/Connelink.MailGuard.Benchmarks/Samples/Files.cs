using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Connelink.MailGuard.Benchmarks.Samples;

/// <summary>Archives and other files, the same in every run.</summary>
internal static class Files
{
    public static byte[] Noise(int octets)
    {
        var noise = new byte[octets];
        new Random(1).NextBytes(noise);
        return noise;
    }

    public static byte[] Text(int octets, int seed = 2)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < octets) text.Append("The quick brown fox no. ").Append(random.Next(1000)).Append(" jumps over the lazy dog.\r\n");
        return Encoding.ASCII.GetBytes(text.ToString(0, octets));
    }

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Data)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(data);
            }
        }
        return file.ToArray();
    }

    /// <summary>As text processors write them: markup, and a picture.</summary>
    public static byte[] Docx(int seed) => Zip(
        CompressionLevel.Optimal,
        ("[Content_Types].xml", Markup("Types", 1_500, seed)),
        ("_rels/.rels", Markup("Relationships", 600, seed)),
        ("word/document.xml", Markup("w:document", 1_000_000, seed)),
        ("word/styles.xml", Markup("w:styles", 40_000, seed)),
        ("word/media/image1.jpeg", Noise(300_000)),
        ("docProps/core.xml", Markup("cp:coreProperties", 700, seed)));

    /// <summary>As spreadsheets are written: most of it rows of numbers.</summary>
    public static byte[] Xlsx(int seed) => Zip(
        CompressionLevel.Optimal,
        ("[Content_Types].xml", Markup("Types", 1_500, seed)),
        ("_rels/.rels", Markup("Relationships", 600, seed)),
        ("xl/workbook.xml", Markup("workbook", 2_000, seed)),
        ("xl/worksheets/sheet1.xml", Markup("worksheet", 1_500_000, seed)),
        ("xl/worksheets/sheet2.xml", Markup("worksheet", 700_000, seed)),
        ("xl/sharedStrings.xml", Markup("sst", 100_000, seed)));

    private static byte[] Markup(string root, int octets, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder($"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<{root}>");
        for (var row = 1; text.Length < octets; row++) text.Append($"<c r=\"A{row}\" s=\"{random.Next(9)}\"><v>{random.Next()}</v></c>");
        return Encoding.ASCII.GetBytes(text.Append($"</{root}>").ToString());
    }

    public static byte[] Gzip(byte[] data)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(data);
        return file.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Data)[] entries)
    {
        var file = new MemoryStream();
        using (var tar = new TarWriter(file, leaveOpen: true))
        {
            foreach (var (name, data) in entries) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) });
        }
        return file.ToArray();
    }

    /// <summary>A file that its own program made: the attachments of the demo.</summary>
    public static byte[] Made(string name)
    {
        using var stream = typeof(Files).Assembly.GetManifestResourceStream(name)!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }
}
