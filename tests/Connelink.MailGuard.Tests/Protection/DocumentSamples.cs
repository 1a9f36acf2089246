using System.Buffers.Binary;
using System.Text;

namespace Connelink.MailGuard.Tests.Protection;

/// <summary>Documents made by hand: compound files with a directory, and PDFs, as small as the formats allow.</summary>
internal static class DocumentSamples
{
    private const int SectorOctets = 512;

    public static byte[] WordStream(bool isEncrypted)
    {
        var fib = new byte[SectorOctets];
        BinaryPrimitives.WriteUInt16LittleEndian(fib, 0xA5EC);
        BinaryPrimitives.WriteUInt16LittleEndian(fib.AsSpan(2), 0x00C1);
        BinaryPrimitives.WriteUInt16LittleEndian(fib.AsSpan(0x0A), (ushort)(isEncrypted ? 0x1300 : 0x1200));
        return fib;
    }

    public static byte[] WorkbookStream(bool isEncrypted, bool isWriteProtected = false)
    {
        List<byte> records = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00, .. new byte[12]];
        if (isWriteProtected) records.AddRange([0x86, 0x00, 0x00, 0x00]);
        records.AddRange(isEncrypted ? [0x2F, 0x00, 0x36, 0x00, 0x01, 0x00, .. new byte[52]] : [0xE1, 0x00, 0x02, 0x00, 0xB0, 0x04]);
        return Sector([.. records]);
    }

    public static byte[] CurrentUserStream(bool isEncrypted)
    {
        uint token = isEncrypted ? 0xF3D1C4DF : 0xE391C05F;
        List<byte> atom = [0x00, 0x00, 0xF6, 0x0F, 0x20, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, (byte)token, (byte)(token >> 8), (byte)(token >> 16), (byte)(token >> 24)];
        return Sector([.. new byte[64], .. atom]); // the second small sector of the mini stream
    }

    /// <summary>A compound file: header, the streams, then the directory (or before them).</summary>
    public static byte[] Compound(string[] names, byte[][]? streams = null, bool isDirectoryFirst = false)
    {
        var header = new byte[SectorOctets];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        byte[] content = [.. (streams ?? []).SelectMany(stream => stream)];
        byte[] directory = Sector([.. Entry("Root Entry", 5), .. names.SelectMany(name => Entry(name, name.StartsWith('\u0006') ? 1 : 2))]);
        return isDirectoryFirst ? [.. header, .. directory, .. content] : [.. header, .. content, .. directory];
    }

    public static byte[] Pdf(string trailer, string content = "BT (Hello) Tj ET") => Encoding.Latin1.GetBytes(
        $"%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n4 0 obj\n<< /Length {content.Length} >>\nstream\n{content}\nendstream\nendobj\n"
        + $"xref\n0 1\n0000000000 65535 f \n{trailer}\nstartxref\n9\n%%EOF\n");

    private static byte[] Entry(string name, int type)
    {
        var entry = new byte[128];
        Encoding.Unicode.GetBytes(name).CopyTo(entry, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(64), (ushort)((name.Length + 1) * 2));
        (entry[66], entry[67]) = ((byte)type, 1);
        return entry;
    }

    private static byte[] Sector(byte[] octets) => [.. octets, .. new byte[(SectorOctets - (octets.Length % SectorOctets)) % SectorOctets]];
}
