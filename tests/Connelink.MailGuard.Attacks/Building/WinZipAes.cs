using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>AES as WinZip writes it: salt, two octets that tell a wrong password, AES-CTR from 1, ten octets of HMAC-SHA1. The salt is fixed.</summary>
[SuppressMessage("Security", "CA5379", Justification = "The format asks for SHA-1.")]
[SuppressMessage("Security", "CA5350", Justification = "The format asks for SHA-1.")]
[SuppressMessage("Security", "CA5358", Justification = "ECB makes the key stream of CTR.")]
internal static class WinZipAes
{
    private const int Block = 16;
    private const int Iterations = 1000;
    private const int MacOctets = 10;

    public static byte[] Encrypt(byte[] content, int bits, string password)
    {
        var keyOctets = bits / 8;
        var salt = Enumerable.Range(1, keyOctets / 2).Select(i => (byte)(31 * i)).ToArray();
        var keys = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA1, 2 * keyOctets + 2);
        var cipher = Counter(content, keys[..keyOctets]);
        var mac = HMACSHA1.HashData(keys.AsSpan(keyOctets, keyOctets), cipher);
        return [.. salt, .. keys[^2..], .. cipher, .. mac[..MacOctets]];
    }

    /// <summary>Extra field 0x9901: AE-2, "AE", strength, the method inside.</summary>
    public static byte[] Extra(int bits, ushort method) =>
        [0x01, 0x99, 7, 0, 2, 0, (byte)'A', (byte)'E', (byte)(bits / 64 - 1), (byte)method, (byte)(method >> 8)];

    private static byte[] Counter(byte[] content, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var result = (byte[])content.Clone();
        var counter = new byte[Block];
        for (var at = 0; at < content.Length; at += Block)
        {
            BinaryPrimitives.WriteInt64LittleEndian(counter, at / Block + 1);
            var stream = aes.EncryptEcb(counter, PaddingMode.None);
            for (var i = at; i < Math.Min(at + Block, content.Length); i++) result[i] ^= stream[i - at];
        }
        return result;
    }
}
