namespace Connelink.MailGuard.Attacks.Building;

/// <summary>OpenPGP packets (RFC 9580) that look right from outside, armored or not.</summary>
internal static class OpenPgp
{
    /// <summary>To a public key: packets 1 and 18.</summary>
    public static byte[] Encrypted { get; } =
        [.. Packet(1, [3, .. Payload.Noise(8, 5), 1, 8, 0, 0x80, .. Payload.Noise(255, 6)]), .. Packet(18, [1, .. Payload.Noise(400, 8)])];

    /// <summary>With a passphrase: packets 3 and 18.</summary>
    public static byte[] Symmetric { get; } =
        [.. Packet(3, [4, 9, 3, 8, .. Payload.Noise(8, 9), 96]), .. Packet(18, [1, .. Payload.Noise(300, 10)])];

    /// <summary>Signed and readable: one-pass signature, literal data, signature.</summary>
    public static byte[] Signed { get; } =
    [
        .. Packet(4, [3, 0, 8, 1, .. Payload.Noise(8, 5), 1]), .. Packet(11, [(byte)'b', 0, 0, 0, 0, 0, .. "Bonjour, voici.\r\n"u8]), .. Signature,
    ];

    public static byte[] Signature => Packet(2, [4, 0, 1, 8, 0, 6, 5, 2, 0x69, 0x5B, 0, 0, 0, 0, 0x12, 0x34, 8, 0, 0x80, .. Payload.Noise(255, 11)]);

    public static byte[] PublicKey { get; } = Packet(6, [4, 0x69, 0x5B, 0, 0, 1, 8, 0, 0x80, .. Payload.Noise(255, 12), 0, 17, 1, 0, 1]);

    /// <summary>ASCII armor; the last line has no line end.</summary>
    /// <param name="kind">MESSAGE, SIGNATURE, PUBLIC KEY BLOCK.</param>
    /// <param name="fields">Armor headers, with their line ends.</param>
    public static string Armor(string kind, byte[] packets, string fields = "Version: GnuPG v2\r\n") =>
        $"-----BEGIN PGP {kind}-----\r\n{fields}\r\n{Text.Base64(packets, 64)}\r\n={Convert.ToBase64String(Crc24(packets))}\r\n-----END PGP {kind}-----";

    /// <summary>Text with its signature below (cleartext signature framework).</summary>
    public static string ClearSigned(string text) =>
        $"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{text}\r\n{Armor("SIGNATURE", Signature)}";

    private static byte[] Packet(byte tag, byte[] body)
    {
        byte[] length = body.Length < 192 ? [(byte)body.Length] : [(byte)(((body.Length - 192) >> 8) + 192), (byte)(body.Length - 192)];
        return [(byte)(0xC0 | tag), .. length, .. body];
    }

    private static byte[] Crc24(byte[] octets)
    {
        var crc = 0xB704CE;
        foreach (var octet in octets)
        {
            crc ^= octet << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) crc ^= 0x1864CFB;
            }
        }
        return [(byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }
}
