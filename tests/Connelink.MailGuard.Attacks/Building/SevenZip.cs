using System.Security.Cryptography;
using System.Text;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>7z archives that compress nothing (7zFormat.txt of the LZMA SDK); encrypted ones open with <see cref="Payload.Password"/>.</summary>
internal static class SevenZip
{
    private const int StartHeaderOctets = 32;

    private static readonly byte[] Copy = [1, 0];
    private static readonly byte[] Vector = Payload.Noise(16, 77);

    /// <summary>One file, copied (7zz a -mx0).</summary>
    public static byte[] Copied(string name, byte[] file) => Archive(file, Header(name, Streams(0, file, file, Copy)));

    /// <summary>The same with a header that is packed, as archivers do; by copying.</summary>
    public static byte[] CopiedWithPackedHeader(string name, byte[] file)
    {
        var header = Header(name, Streams(0, file, file, Copy));
        return Archive([.. file, .. header], [0x17, .. Streams(file.Length, header, header, Copy)]);
    }

    /// <summary>One file, encrypted (7zz a -mx0 -p).</summary>
    /// <param name="zeros">Before the number of the coder, which stays the same number.</param>
    public static byte[] Encrypted(string name, byte[] file, int zeros = 0)
    {
        var packed = Encrypt(file);
        return Archive(packed, Header(name, Streams(0, packed, file, Aes(zeros))));
    }

    /// <summary>The same with a header that is packed.</summary>
    public static byte[] EncryptedWithPackedHeader(string name, byte[] file)
    {
        var packed = Encrypt(file);
        var header = Header(name, Streams(0, packed, file, Aes(0)));
        return Archive([.. packed, .. header], [0x17, .. Streams(packed.Length, header, header, Copy)]);
    }

    /// <summary>One whose names are encrypted, too (7zz a -mx0 -p -mhe=on).</summary>
    /// <param name="zeros">Before the number of the coder.</param>
    public static byte[] WithEncryptedHeader(string name, byte[] file, int zeros = 0)
    {
        var packed = Encrypt(file);
        var header = Header(name, Streams(0, packed, file, Aes(0)));
        var packedHeader = Encrypt(header);
        return Archive([.. packed, .. packedHeader], [0x17, .. Streams(packed.Length, packedHeader, header, Aes(zeros))]);
    }

    /// <summary>As an archive is while a program writes it: 7-Zip then looks for the header at the end.</summary>
    public static byte[] Unfinished(byte[] archive) => [.. archive[..8], .. new byte[StartHeaderOctets - 8], .. archive[StartHeaderOctets..]];

    /// <summary>With another checksum over where the header is.</summary>
    public static byte[] WithOtherChecksum(byte[] archive) => [.. archive[..8], (byte)(archive[8] ^ 1), .. archive[9..]];

    private static byte[] Archive(byte[] packed, byte[] header)
    {
        byte[] start = [.. Zip.U64((ulong)packed.Length), .. Zip.U64((ulong)header.Length), .. Zip.U32(Crc32.Of(header))];
        return [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. Zip.U32(Crc32.Of(start)), .. start, .. packed, .. header];
    }

    private static byte[] Header(string name, byte[] streams)
    {
        byte[] names = [0, .. Encoding.Unicode.GetBytes(name + "\0")];
        return [1, 4, .. streams, 5, 1, 0x11, (byte)names.Length, .. names, 0, 0]; // header, streams; one file
    }

    /// <summary>One packed stream, and one folder with one coder that unpacks it.</summary>
    private static byte[] Streams(int at, byte[] packed, byte[] unpacked, byte[] coder) =>
    [
        6, .. Number(at), 1, 9, .. Number(packed.Length), 0,
        7, 0x0B, 1, 0, 1, .. coder, 0x0C, .. Number(unpacked.Length), 0x0A, 1, .. Zip.U32(Crc32.Of(unpacked)), 0,
        0,
    ];

    /// <summary>06F10701 with its properties: 2^6 rounds, no salt, a vector of 16.</summary>
    private static byte[] Aes(int zeros) => [(byte)(0x24 + zeros), .. new byte[zeros], 0x06, 0xF1, 0x07, 0x01, 18, 0x46, 0x0F, .. Vector];

    private static byte[] Encrypt(byte[] content)
    {
        var password = Encoding.Unicode.GetBytes(Payload.Password);
        var key = SHA256.HashData([.. Enumerable.Range(0, 1 << 6).SelectMany(i => (byte[])[.. password, .. Zip.U64((ulong)i)])]);
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        byte[] whole = [.. content, .. new byte[-content.Length & 15]];
        return aes.EncryptCbc(whole, Vector, PaddingMode.None);
    }

    /// <summary>In two octets behind the first, however small.</summary>
    private static byte[] Number(int value) => [0xC0, .. Zip.U16((ushort)value)];
}
