namespace Connelink.MailGuard.Attacks.Building;

/// <summary>The archives that attacks carry, and harmless octets.</summary>
internal static class Payload
{
    public const string Password = "infected";

    /// <summary>What is in the archives: it compresses, and is nothing.</summary>
    public static byte[] Content { get; } = Text.Octets(string.Concat(Enumerable.Range(1,
        12).Select(i => $"Facture {i:000}: 100,00 EUR; merci de votre confiance.\r\n")));

    public static byte[] ZipCrypto { get; } = Zip.Of(ZipEntry.ZipCrypto("facture.txt", Content));

    public static byte[] Aes128 { get; } = Zip.Of(ZipEntry.WinZip("facture.txt", Content, 128));

    public static byte[] Aes256 { get; } = Zip.Of(ZipEntry.WinZip("facture.txt", Content, 256));

    /// <summary>An archive that anyone can open.</summary>
    public static byte[] Clear { get; } = Zip.Of(ZipEntry.Deflated("facture.txt", Content));

    /// <summary>Octets without a pattern, always the same.</summary>
    public static byte[] Noise(int octets, uint seed = 1)
    {
        var noise = new byte[octets];
        for (var i = 0; i < octets; i++)
        {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            noise[i] = (byte)seed;
        }
        return noise;
    }

    /// <summary>How a program that unpacks itself begins, or any program: DOS header, PE signature, code.</summary>
    public static byte[] Stub(int octets)
    {
        const int peHeader = 0x80;
        var stub = new byte[octets];
        "MZ"u8.CopyTo(stub);
        stub[0x3C] = peHeader;
        "PE\0\0"u8.CopyTo(stub.AsSpan(peHeader));
        Noise(octets - 2 * peHeader, 7).CopyTo(stub, 2 * peHeader);
        return stub;
    }
}
