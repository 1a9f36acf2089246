using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib.Zip;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>Archives and other files made for the tests.</summary>
internal static class Samples
{
    public static byte[] Text(int octets = 3000, int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < octets) text.Append("The quick brown fox no. ").Append(random.Next(1000)).Append(" jumps over the lazy dog.\r\n");
        return Encoding.ASCII.GetBytes(text.ToString(0, octets));
    }

    public static byte[] Noise(int octets, int seed = 2)
    {
        var noise = new byte[octets];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    public static byte[] Zip(params (string Name, byte[] Data)[] entries) => Zip(null, 0, entries);

    /// <summary>A ZIP by SharpZipLib: deflated; encrypted with a password (AES with 128 or 256 bits, else ZipCrypto).</summary>
    public static byte[] Zip(string? password, int aes, params (string Name, byte[] Data)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipOutputStream(file) { IsStreamOwner = false, Password = password, UseZip64 = UseZip64.Off })
        {
            foreach (var (name, data) in entries)
            {
                zip.PutNextEntry(new ZipEntry(name) { AESKeySize = aes });
                zip.Write(data);
                zip.CloseEntry();
            }
        }
        return file.ToArray();
    }

    public static byte[] Stored(params (string Name, byte[] Data)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(data);
            }
        }
        return file.ToArray();
    }

    public static byte[] Deflate(byte[] data, CompressionLevel level = CompressionLevel.Optimal)
    {
        // The runtime writes nothing at all for nothing.
        if (data.Length == 0) return [3, 0];
        var file = new MemoryStream();
        using (var deflate = new DeflateStream(file, level, leaveOpen: true)) deflate.Write(data);
        return file.ToArray();
    }

    public static byte[] Gzip(byte[] data)
    {
        if (data.Length == 0) return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(data);
        return file.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Data)[] entries)
    {
        var file = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(file, leaveOpen: true))
        {
            foreach (var (name, data) in entries)
            {
                tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) });
            }
        }
        return file.ToArray();
    }
}
