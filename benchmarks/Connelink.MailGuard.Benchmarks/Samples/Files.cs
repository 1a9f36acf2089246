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

    public static byte[] Text(int octets)
    {
        var random = new Random(2);
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
