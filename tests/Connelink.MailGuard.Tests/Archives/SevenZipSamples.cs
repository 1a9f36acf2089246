using System.Buffers.Binary;
using System.IO.Hashing;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>Small 7z archives made by 7-Zip 26.02 (7zz a, -psecret, -mhe=on).</summary>
internal static class SevenZipSamples
{
    public static byte[] Clear => Convert.FromBase64String(
        "N3q8ryccAASoVfiyHAAAAAAAAABaAAAAAAAAAMxIfAMBABdoZWxsbyBmaWxlIDEsIHNvbWUgdGV4dAoAAQQGAAEJHAAHCwEAASEhAQAMGAAICg"
        + "FB4nzRAAAFARkMAAAAAAAAAAAAAAAAERUAZgBpAGwAZQAxAC4AdAB4AHQAAAAUCgEAKstRdR583QEVBgEAIICkgQAA");

    public static byte[] ClearWithPackedHeader => Convert.FromBase64String(
        "N3q8ryccAAQTXMic6gAAAAAAAAAiAAAAAAAAAM9Y6OjgAPAANl0ANBlJ7o3pEuSbrjRImIsh6+k0aed1UAu8E88nfJSrDIlN380OeUhPymqciF"
        + "xqdYSeux2jt3P0AAAAgTMHrg/R1LcIoJCgd17FQBifGN4AgiTERGb8q9PaT2+3Z+JKZOlex61CJhIrSrElnNKos6dwDXkOuBMaNAsGQHUX0ZTl"
        + "eM4jV+4i+G2DGwyKtEqqSHIAr4R0ew4oWjkLk9i2bAEjQ/6Y/qpe8mSC3D4xC9ec6dVo2TiXH+bHaFH9ZSCp5ATjrK9MCXCeetRGx6pvtHMIfP"
        + "q4cBtpAKr1mDqFqnTfkiAAAAAXBj4BCYCsAAcLAQABIwMBAQVdABAAAAyBrgoBO2U2sAAA");

    public static byte[] Encrypted => Convert.FromBase64String(
        "N3q8ryccAASgbUkVIAAAAAAAAABqAAAAAAAAAIrbuzpymsErC+BmYxnsPLykbA2I1EefEto6TB2yMhAtIOp33AEEBgABCSAABwsBAAIkBvEHAR"
        + "JTDy9pPqCzuywBffonLdKAAq8hIQEAAQAMHBgACAoBQeJ80QAABQEZAQARFQBmAGkAbABlADEALgB0AHgAdAAAABQKAQAqy1F1HnzdARUGAQAg"
        + "gKSBAAA=");

    public static byte[] EncryptedWithPackedHeader => Convert.FromBase64String(
        "N3q8ryccAAQ3M4sABwEAAAAAAAAiAAAAAAAAAO/KP5FtRkzheu6qvzoQQUVH/4BJb22bwF6hMYnnyPWQsVzy7/25UYDaRE7jZJ+SfvfMkyg37m"
        + "cMS0rl3EJzJn4d5cgEAACBMweuD9Hy+/1Au5RkOzmkeudqI0X9oELtH/rz7DLxx2AUrTfsaaA8vZ1hSVWL5qtYKIQetsIq2vs4LwyPbdR4DV+T"
        + "mKSSMFjzxekLNl4nWfIA34r9h/lZp4Nu+ge5eHmm298aP48pTCb4XO5KmkWpvNp96YNUWoFrOv6nNtR599iKOq3zHVd2V2wryvr/AvClWLEPp8"
        + "/2IU7k8Xuch0blfuRTVnd4wEByEhEkN6CzbVtqf9g71Z2Au8/F9X6rKnWh+AAAABcGQAEJgMcABwsBAAEjAwEBBV0AEAAADIHOCgEuMAfoAAA=");

    public static byte[] EncryptedHeader => Convert.FromBase64String(
        "N3q8ryccAAQcQ7eCkAAAAAAAAAAuAAAAAAAAABiqRLaThoV37ywSLekSqzpcaB93uMwazJ6EGfADaNN04YDvQWioCGshqoEDTyDQN/qDX9ZbG/"
        + "EsF0/sjRtXmwqUfrtsBZElRrLxs47yg7zFwd0kdytTr+z/MVs3SPc4PPtLjr7s255QK1HiwxjhcXlWcsNISgtqOZbvIqR45ENIpCEiyPbwfAZK"
        + "oAzxHjtwSZGiI9gXBiABCXAABwsBAAEkBvEHARJTDwDF/mfoAUqzhGSuzQWf91gMagoBVG074AAA");

    /// <summary>The number of the coder AES behind so many zeros: 7-Zip reads the same number.</summary>
    public static byte[] EncryptedWithLongCoder(int zeros)
    {
        var archive = Encrypted;
        var header = StartHeaderOctets + (int)BinaryPrimitives.ReadInt64LittleEndian(archive.AsSpan(12));
        var coder = header + archive.AsSpan(header).IndexOf((ReadOnlySpan<byte>)[0x24, 0x06, 0xF1, 0x07, 0x01]);
        archive[coder] += (byte)zeros;
        byte[] longer = [.. archive[..(coder + 1)], .. new byte[zeros], .. archive[(coder + 1)..]];
        BinaryPrimitives.WriteInt64LittleEndian(longer.AsSpan(20), longer.Length - header);
        BinaryPrimitives.WriteUInt32LittleEndian(longer.AsSpan(28), Crc32.HashToUInt32(longer.AsSpan(header)));
        BinaryPrimitives.WriteUInt32LittleEndian(longer.AsSpan(8), Crc32.HashToUInt32(longer.AsSpan(12, 20)));
        return longer;
    }

    /// <summary>As it is while a program writes it: 7-Zip then looks for the header at the end.</summary>
    public static byte[] EncryptedAndUnfinished
    {
        get
        {
            var archive = EncryptedWithPackedHeader;
            archive.AsSpan(8, StartHeaderOctets - 8).Clear();
            return archive;
        }
    }

    private const int StartHeaderOctets = 32;
}
