namespace Connelink.MailGuard.Attacks.Building;

/// <summary>One entry of an archive, every number of which can be made to lie (APPNOTE 6.3.10).</summary>
/// <param name="Data">What follows the local header: stored, packed or encrypted.</param>
internal sealed record ZipEntry(string Name, byte[] Data)
{
    public const ushort Encrypted = 1;
    public const ushort HasDescriptor = 1 << 3;
    public const ushort StronglyEncrypted = 1 << 6;
    public const ushort Utf8Name = 1 << 11;
    public const ushort MaskedHeader = 1 << 13;

    public const ushort Store = 0;
    public const ushort Deflate = 8;
    public const ushort Aes = 99;

    public ushort Version { get; init; } = 20;

    public ushort Flags { get; init; }

    public ushort Method { get; init; }

    public uint Crc { get; init; } = Crc32.Of(Data);

    /// <summary>Octets of the file; as many as there is data when stored.</summary>
    public uint Size { get; init; } = (uint)Data.Length;

    public uint PackedSize { get; init; } = (uint)Data.Length;

    public byte[] Extra { get; init; } = [];

    public string Comment { get; init; } = "";

    /// <summary>What the directory says instead, where it says something else.</summary>
    public ushort? CentralFlags { get; init; }

    public ushort? CentralMethod { get; init; }

    public string? CentralName { get; init; }

    public uint? CentralPackedSize { get; init; }

    /// <summary>Where the directory says that the local header is.</summary>
    public uint? Offset { get; init; }

    public byte[]? CentralExtra { get; init; }

    public static ZipEntry Stored(string name, byte[] content) => new(name, content);

    public static ZipEntry Deflated(string name, byte[] content) => new(name, Packed.Deflate(content))
    {
        Method = Deflate,
        Crc = Crc32.Of(content),
        Size = (uint)content.Length,
    };

    /// <summary>The old cipher of PKZIP 2.0.</summary>
    public static ZipEntry ZipCrypto(string name, byte[] content) => ZipCrypto(name, content, Encrypted, (byte)(Crc32.Of(content) >> 24));

    /// <summary>The same by an archiver that writes to a pipe and knows the CRC only afterwards.</summary>
    public static ZipEntry ZipCryptoPiped(string name, byte[] content) => ZipCrypto(name, content, Encrypted | HasDescriptor, Zip.Hour);

    /// <summary>WinZip AES, format AE-2 (no CRC), stored inside.</summary>
    public static ZipEntry WinZip(string name, byte[] content, int bits) =>
        new(name, WinZipAes.Encrypt(content, bits, Payload.Password))
        {
            Version = 51,
            Flags = Encrypted,
            Method = Aes,
            Crc = 0,
            Size = (uint)content.Length,
            Extra = WinZipAes.Extra(bits, Store),
        };

    private static ZipEntry ZipCrypto(string name, byte[] content, ushort flags, byte check) =>
        new(name, Building.ZipCrypto.Encrypt(content, Payload.Password, check))
        {
            Flags = flags,
            Crc = Crc32.Of(content),
            Size = (uint)content.Length
        };
}
