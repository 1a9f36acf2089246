using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>Files full of signatures and headers, and archives of many small things; attached in base64.</summary>
internal static class CostlyArchives
{
    private const int Octets = 4 << 20;

    /// <summary>A clear archive with a packed header, by 7-Zip 26.02.</summary>
    private const string SevenZip =
        "N3q8ryccAAQTXMic6gAAAAAAAAAiAAAAAAAAAM9Y6OjgAPAANl0ANBlJ7o3pEuSbrjRImIsh6+k0aed1UAu8E88nfJSrDIlN380OeUhPymqciF"
        + "xqdYSeux2jt3P0AAAAgTMHrg/R1LcIoJCgd17FQBifGN4AgiTERGb8q9PaT2+3Z+JKZOlex61CJhIrSrElnNKos6dwDXkOuBMaNAsGQHUX0ZTl"
        + "eM4jV+4i+G2DGwyKtEqqSHIAr4R0ew4oWjkLk9i2bAEjQ/6Y/qpe8mSC3D4xC9ec6dVo2TiXH+bHaFH9ZSCp5ATjrK9MCXCeetRGx6pvtHMIfP"
        + "q4cBtpAKr1mDqFqnTfkiAAAAAXBj4BCYCsAAcLAQABIwMBAQVdABAAAAyBrgoBO2U2sAAA";

    public static IEnumerable<CostlyMessage> All()
    {
        var header = Zip.Local(ZipEntry.Stored("n", []));
        var empty = Packed.Gzip([0]);
        var sevenZip = Convert.FromBase64String(SevenZip);
        (string Name, Func<byte[]> File)[] cases =
        [
            ("local signatures", () => Repeat("PK\x3\x4"u8)),
            ("local headers", () => Repeat(header)),
            ("local headers that overlap", () => Repeat(header.AsSpan(0, 12))),
            ("central headers", () => Repeat(Zip.Central(ZipEntry.Stored("n", []), 0))),
            ("end records", () => Repeat(Zip.End(1, 46, 0))),
            ("first letters", () => Repeat("PRP7PK7zRa"u8)),
            ("7z archives", () => Repeat(sevenZip)),
            ("7z archives, stored", () => Zip.Of([.. Enumerable.Range(0, 5000).Select(i => ZipEntry.Stored($"{i}.7z", sevenZip))])),
            ("7z archives, deflated", () => Zip.Of([.. Enumerable.Range(0, 5000).Select(i => ZipEntry.Deflated($"{i}.7z", sevenZip))])),
            ("7z signatures", () => Repeat("7z\u00BC\u00AF\x27\x1C".Select(letter => (byte)letter).ToArray())),
            ("RAR signatures", () => Repeat("Rar!\x1A\x7\0"u8)),
            ("gzip members", () => Repeat(empty)),
            ("small deflated entries", () => Zip.Of([.. Enumerable.Range(0, 40_000).Select(i => ZipEntry.Deflated($"{i}", Payload.Noise(40, (uint)i + 1)))])),
            ("small stored entries", () => Zip.Of([.. Enumerable.Range(0, 60_000).Select(i => ZipEntry.Stored($"{i}", [1, 2, 3]))])),
            ("small archives, stored", () => Zip.Of([.. Enumerable.Range(0, 20_000).Select(i => ZipEntry.Stored($"{i}.zip", Payload.Clear))])),
            ("small archives, deflated", () => Zip.Of([.. Enumerable.Range(0, 20_000).Select(i => ZipEntry.Deflated($"{i}.zip", Payload.Clear))])),
            ("small mails, stored", () => Zip.Of([.. Enumerable.Range(0, 20_000).Select(i => ZipEntry.Stored($"{i}.eml", Text.Octets(Mail.Plain(Mail.InboundFields))))])),
            ("small PDFs, stored", () => Zip.Of([.. Enumerable.Range(0, 20_000).Select(i => ZipEntry.Stored($"{i}.pdf", "%PDF-1.4\n1 0 obj\n<</Encrypt 1>>"u8.ToArray()))])),
            ("tiny deflate blocks", () => Zip.Of(new ZipEntry("x.zip", Blocks()) { Method = ZipEntry.Deflate })),
            ("stored archives, sixteen deep", () => Enumerable.Range(0, 15).Aggregate(Repeat("PK\x3\x4"u8), (zip, _) => Zip.Of(ZipEntry.Stored("z", zip)))),
            ("empty tar files", () => Packed.Tar([.. Enumerable.Range(0, 8_000).Select(i => ($"{i}", Array.Empty<byte>()))])),
            ("TNEF attributes", () => [0x78, 0x9F, 0x3E, 0x22, 0, 0, .. Repeat([2, 0xF, 0x80, 6, 0, 0, 0, 0, 0, 0, 0])]),
            ("a deflated bomb", () => Zip.Of([.. Enumerable.Range(0, 20).Select(i => ZipEntry.Deflated($"{i}.zip", new byte[8 << 20]))])),
        ];
        foreach (var (name, file) in cases) yield return new("archive", name, () => Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "a.bin", file())));
    }

    /// <summary>Deflate blocks (RFC 1951 3.2.7) with codes of their own and nothing in them but their end: tables are built for each.</summary>
    private static byte[] Blocks()
    {
        // Not the last, type 2, 257 literals, 1 distance, 18 code lengths: 18 and 1 have codes of one bit. Then 256 zeros, 1 for the end, 1 for the distance; the end.
        const string lengths = "000" + "000" + "100" + "000000000000000000000000000000000000000000" + "100";
        const string block = "0" + "01" + "00000" + "00000" + "0111" + lengths + "1" + "1111111" + "1" + "1101011" + "0" + "0" + "0";
        var bits = string.Concat(Enumerable.Repeat(block, 8));
        var octets = new byte[block.Length];
        for (var i = 0; i < bits.Length; i++) octets[i / 8] |= (byte)((bits[i] - '0') << (i % 8));
        return Repeat(octets);
    }

    private static byte[] Repeat(params ReadOnlySpan<byte> unit)
    {
        var octets = new byte[Octets / unit.Length * unit.Length];
        for (var at = 0; at < octets.Length; at += unit.Length) unit.CopyTo(octets.AsSpan(at));
        return octets;
    }
}
