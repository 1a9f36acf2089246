using System.Formats.Tar;
using System.IO.Compression;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Deflate, gzip and tar.</summary>
internal static class Packed
{
    public static byte[] Deflate(byte[] content) => Through(content, stream => new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Gzip(byte[] content) => Through(content, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Zlib(byte[] content) => Through(content, stream => new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var result = new MemoryStream();
        using (var tar = new TarWriter(result, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var data = new MemoryStream(content);
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = data, ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }
        return result.ToArray();
    }

    private static byte[] Through(byte[] content, Func<Stream, Stream> pack)
    {
        using var result = new MemoryStream();
        using (var packer = pack(result)) packer.Write(content);
        return result.ToArray();
    }
}
