using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>7z and RAR archives without a password, and files that only hold their signatures, where those formats are looked at.</summary>
internal static class OtherClearArchives
{
    private static readonly Family Family = new("other-clear-archives", "7zFormat.txt of the LZMA SDK; technote.txt of RAR 4.20; RAR 5.0 archive format; programs that know the formats");

    public static IEnumerable<SampleMessage> All() => Cases().Select(sample =>
        Family.Inbound(sample.Name, Mail.WithAttachment(Mail.InboundFields, sample.Type, sample.FileName, sample.Octets)) with { IsForAllFormats = true });

    private static IEnumerable<(string Name, string Type, string FileName, byte[] Octets)> Cases()
    {
        const string any = "application/octet-stream";
        var text = Payload.Content;
        var clear = SevenZip.Copied("facture.txt", text);
        byte[] signature = [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C];
        yield return ("7z", "application/x-7z-compressed", "a.7z", clear);
        yield return ("7z-packed-header", "application/x-7z-compressed", "a.7z", SevenZip.CopiedWithPackedHeader("facture.txt", text));
        yield return ("7z-behind-a-program", any, "a.exe", [.. Payload.Stub(20_000), .. clear]);
        yield return ("7z-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.7z", clear)));
        yield return ("7z-in-tar-gzip", "application/gzip", "a.tgz", Packed.Gzip(Packed.Tar(("a.7z", clear))));
        yield return ("7z-in-winmail-dat", "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("a.7z", clear));
        yield return ("rar-4", "application/vnd.rar", "a.rar", Rar.Version4(0, (0, text), (0x100, Payload.Noise(70_000))));
        yield return ("rar-4-with-old-comment", "application/vnd.rar", "a.rar", OldComment());
        yield return ("rar-5", "application/vnd.rar", "a.rar", Rar.Version5(false, (Rar.TimeRecord, text), ([], Payload.Noise(70_000))));
        yield return ("rar-5-long-headers", "application/vnd.rar", "a.rar", Rar.Version5WithLongMain(Rar.UnknownRecord(70_000), Rar.UnknownRecord(70_000)));
        yield return ("rar-5-behind-a-program", any, "a.exe", [.. Payload.Stub(20_000), .. Rar.Version5(false, ([], text))]);
        yield return ("rar-5-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.rar", Rar.Version5(false, ([], text)))));
        yield return ("program-with-the-signatures", any, "7z.exe",
            [.. Payload.Stub(3_000), .. signature, 0, 4, .. "Rar!\x1A\x7\0Rar!\x1A\x7\x1\0"u8, 0x06, 0xF1, 0x07, 0x01, .. Payload.Noise(3_000)]);
        yield return ("text-about-the-signatures", "text/plain", "formats.txt",
            [.. "The signature is "u8, .. signature, .. ", that of the other Rar!\x1A\x7\x1\0, and the coder of AES is 06F10701.\r\n"u8]);
        yield return ("picture-with-the-signatures", "image/jpeg", "a.jpg",
            [0xFF, 0xD8, 0xFF, 0xE0, .. Payload.Noise(40_000, 8), .. signature, .. Payload.Noise(40_000, 9), .. "Rar!\x1A\x7\0"u8, .. Payload.Noise(40_000, 10), 0xFF, 0xD9]);
    }

    /// <summary>Up to RAR 2.9 a comment in the main header is no part of its checksum.</summary>
    private static byte[] OldComment()
    {
        var archive = Rar.Version4(2, (0, Payload.Content));
        archive[7] ^= 1;
        return archive;
    }
}
