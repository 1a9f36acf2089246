using System.Text;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>An OLE compound file (MS-CFB) like a .msg of Outlook (MS-OXMSG): a storage for the attachment, in it the stream with its octets.</summary>
internal static class CompoundFile
{
    private const int Sector = 512;
    private const uint None = 0xFFFFFFFF;
    private const uint ChainEnd = 0xFFFFFFFE;
    private const uint FatSector = 0xFFFFFFFD;

    /// <summary>Below this a stream would stand in the mini stream.</summary>
    private const int MiniCutoff = 4096;

    /// <param name="scattered">True: the sectors of the stream stand in reverse order.</param>
    public static byte[] WithAttachment(byte[] content, bool scattered = false)
    {
        const int firstOfStream = 2;
        var length = Math.Max(content.Length, MiniCutoff);
        var sectors = (length + Sector - 1) / Sector;
        var data = new byte[sectors * Sector];
        content.CopyTo(data, 0);

        var fat = Enumerable.Repeat(None, Sector / 4).ToArray();
        fat[0] = FatSector;
        fat[1] = ChainEnd;
        var file = new byte[(1 + firstOfStream + sectors) * Sector];
        for (var i = 0; i < sectors; i++)
        {
            fat[Place(i)] = i + 1 < sectors ? (uint)Place(i + 1) : ChainEnd;
            data.AsSpan(i * Sector, Sector).CopyTo(file.AsSpan((1 + Place(i)) * Sector));
        }
        Header().CopyTo(file, 0);
        fat.SelectMany(Zip.U32).ToArray().CopyTo(file, Sector);
        Directory((uint)Place(0), (uint)length).CopyTo(file, 2 * Sector);
        return file;

        int Place(int i) => firstOfStream + (scattered ? sectors - 1 - i : i);
    }

    private static byte[] Header() =>
    [
        0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[16], .. Zip.U16(0x3E), .. Zip.U16(3), .. Zip.U16(0xFFFE), .. Zip.U16(9),
            .. Zip.U16(6),
        .. new byte[6], .. Zip.U32(0), .. Zip.U32(1), .. Zip.U32(1), .. Zip.U32(0), .. Zip.U32(MiniCutoff), .. Zip.U32(ChainEnd), .. Zip.U32(0),
        .. Zip.U32(ChainEnd), .. Zip.U32(0), .. Zip.U32(0), .. Enumerable.Repeat(None, 108).SelectMany(Zip.U32),
    ];

    private static byte[] Directory(uint start, uint length) =>
    [
        .. Entry("Root Entry", 5, 1, ChainEnd, 0), .. Entry("__attach_version1.0_#00000000", 1, 2, 0, 0),
            .. Entry("__substg1.0_37010102", 2, None, start, length),
        .. new byte[68], .. Zip.U32(None), .. Zip.U32(None), .. Zip.U32(None), .. new byte[48],
    ];

    private static byte[] Entry(string name, byte type, uint child, uint start, uint length)
    {
        var text = Encoding.Unicode.GetBytes(name + "\0");
        return
        [
            .. text, .. new byte[64 - text.Length], .. Zip.U16((ushort)text.Length), type, 1, .. Zip.U32(None), .. Zip.U32(None), .. Zip.U32(child),
            .. new byte[36], .. Zip.U32(start), .. Zip.U64(length),
        ];
    }
}
