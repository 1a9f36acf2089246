using System.Text;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>The cipher of PKZIP 2.0 (APPNOTE 6.1). The twelve octets before the data are fixed, so that samples do not change from run to run.</summary>
internal static class ZipCrypto
{
    private const int HeaderOctets = 12;

    /// <param name="check">The last octet before the data lets a reader tell a wrong password: the high octet of the CRC, or of the time when the CRC follows.</param>
    public static byte[] Encrypt(byte[] content, string password, byte check)
    {
        var (key0, key1, key2) = (0x12345678u, 0x23456789u, 0x34567890u);
        foreach (var octet in Encoding.ASCII.GetBytes(password)) Update(octet);

        var result = new byte[HeaderOctets + content.Length];
        for (var i = 0; i < HeaderOctets - 1; i++) result[i] = Next((byte)(17 * i + 3));
        result[HeaderOctets - 1] = Next(check);
        for (var i = 0; i < content.Length; i++) result[HeaderOctets + i] = Next(content[i]);
        return result;

        byte Next(byte plain)
        {
            var temp = (ushort)(key2 | 2);
            var cipher = (byte)(plain ^ (byte)((temp * (temp ^ 1)) >> 8));
            Update(plain);
            return cipher;
        }

        void Update(byte plain)
        {
            key0 = Crc32.Add(key0, plain);
            key1 = ((key1 + (byte)key0) * 134775813) + 1;
            key2 = Crc32.Add(key2, (byte)(key1 >> 24));
        }
    }
}
