namespace Connelink.MailGuard.Attacks.Building;

/// <summary>7z archives that compress nothing (7zFormat.txt of the LZMA SDK).</summary>
internal static class SevenZip
{
    /// <summary>One file, copied (7zz a -mx0).</summary>
    public static byte[] Copied(string name, byte[] file)
    {
        byte[] size = [0xC0, .. Zip.U16((ushort)file.Length)];
        byte[] names = [0, .. System.Text.Encoding.Unicode.GetBytes(name + "\0")];
        byte[] header =
        [
            1, 4, // header, streams
            6, 0, 1, 9, .. size, 0, // one packed stream at 0
            7, 0x0B, 1, 0, 1, 1, 0, 0x0C, .. size, 0x0A, 1, .. Zip.U32(Crc32.Of(file)), 0, // one folder with one coder: copy
            0,
            5, 1, 0x11, (byte)names.Length, .. names, 0, 0, // one file
        ];
        byte[] start = [.. Zip.U64((ulong)file.Length), .. Zip.U64((ulong)header.Length), .. Zip.U32(Crc32.Of(header))];
        return [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. Zip.U32(Crc32.Of(start)), .. start, .. file, .. header];
    }
}
