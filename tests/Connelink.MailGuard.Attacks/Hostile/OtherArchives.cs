using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>7z and RAR archives with a password, written so that archivers open them and a look at the usual octets finds nothing.</summary>
/// <remarks>What is encrypted in RAR archives is noise: their headers are what archivers and the gateway read.</remarks>
internal static class OtherArchives
{
    private const string SevenZipType = "application/x-7z-compressed";
    private const string RarType = "application/vnd.rar";
    private const string Any = "application/octet-stream";
    private const byte Main = 0x73;
    private const byte File = 0x74;

    private static readonly Family Family = new("other-archives", "7zFormat.txt of the LZMA SDK; technote.txt of RAR 4.20; RAR 5.0 archive format; what 7-Zip 26 and The Unarchiver open",
        RuleName.EncryptedArchive)
    { Readers = "7-Zip, The Unarchiver, WinRAR" };

    public static IEnumerable<SampleMessage> All() => Cases().Select(sample =>
        Family.Inbound(sample.Name, Mail.WithAttachment(Mail.InboundFields, sample.Type, sample.FileName, sample.Octets)) with { IsForAllFormats = true });

    private static IEnumerable<(string Name, string Type, string FileName, byte[] Octets)> Cases() =>
        [.. OfSevenZip(), .. OfRar(), .. InOthers("7z", SevenZip.Encrypted("facture.txt", Payload.Content)), .. InOthers("rar-4", Rar4(4)), .. InOthers("rar-5", Rar5())];

    private static IEnumerable<(string Name, string Type, string FileName, byte[] Octets)> OfSevenZip()
    {
        const string name = "facture.txt";
        var (file, plain) = (Payload.Content, SevenZip.Encrypted("facture.txt", Payload.Content));
        yield return ("7z", SevenZipType, "a.7z", plain);
        yield return ("7z-packed-header", SevenZipType, "a.7z", SevenZip.EncryptedWithPackedHeader(name, file));
        yield return ("7z-encrypted-header", SevenZipType, "a.7z", SevenZip.WithEncryptedHeader(name, file));
        foreach (var zeros in (int[])[1, 2, 4])
        {
            yield return ($"7z-coder-behind-{zeros}-zeros", SevenZipType, "a.7z", SevenZip.Encrypted(name, file, zeros));
            yield return ($"7z-encrypted-header-coder-behind-{zeros}-zeros", SevenZipType, "a.7z", SevenZip.WithEncryptedHeader(name, file, zeros));
        }
        yield return ("7z-unfinished", SevenZipType, "a.7z", SevenZip.Unfinished(plain));
        yield return ("7z-unfinished-packed-header", SevenZipType, "a.7z", SevenZip.Unfinished(SevenZip.EncryptedWithPackedHeader(name, file)));
        yield return ("7z-unfinished-encrypted-header", SevenZipType, "a.7z", SevenZip.Unfinished(SevenZip.WithEncryptedHeader(name, file)));
        yield return ("7z-unfinished-behind-a-program", Any, "a.exe", [.. Payload.Stub(20_000), .. SevenZip.Unfinished(plain)]);
        yield return ("7z-unfinished-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.7z", SevenZip.Unfinished(plain))));
        yield return ("7z-other-checksum", SevenZipType, "a.7z", SevenZip.WithOtherChecksum(plain));
        yield return ("7z-other-checksum-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.7z", SevenZip.WithOtherChecksum(plain))));
        yield return ("7z-in-7z", SevenZipType, "a.7z", SevenZip.Copied("b.7z", plain));
        yield return ("7z-behind-a-clear-one", SevenZipType, "a.7z", [.. SevenZip.Copied(name, file), .. plain]);
    }

    private static IEnumerable<(string Name, string Type, string FileName, byte[] Octets)> OfRar()
    {
        yield return ("rar-4", RarType, "a.rar", Rar4(4));
        yield return ("rar-4-encrypted-headers", RarType, "a.rar", Rar.Version4(0x80));
        yield return ("rar-4-second-file", RarType, "a.rar", Rar.Version4(0, (0, Payload.Content), (4, Payload.Noise(300))));
        yield return ("rar-4-other-checksum-of-archive", RarType, "a.rar", Rar.WithOtherChecksum4(Rar4(4), Main));
        yield return ("rar-4-other-checksum-of-file", RarType, "a.rar", Rar.WithOtherChecksum4(Rar4(4), File));
        yield return ("rar-4-other-checksums", RarType, "a.rar", Rar.WithOtherChecksum4(Rar4(4), Main, File));
        yield return ("rar-4-other-checksums-behind-a-program", Any, "a.exe", [.. Payload.Stub(20_000), .. Rar.WithOtherChecksum4(Rar4(4), Main, File)]);
        yield return ("rar-4-other-checksums-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.rar", Rar.WithOtherChecksum4(Rar4(4), Main, File))));
        yield return ("rar-5", RarType, "a.rar", Rar5());
        yield return ("rar-5-encrypted-headers", RarType, "a.rar", Rar.Version5(true));
        yield return ("rar-5-second-file", RarType, "a.rar", Rar.Version5(false, ([], Payload.Content), (Rar.EncryptionRecord, Payload.Noise(300))));
        yield return ("rar-5-record-behind-others", RarType, "a.rar", Rar.Version5(false, ([.. Rar.TimeRecord, .. Rar.EncryptionRecord], Payload.Noise(300))));
        yield return ("rar-5-long-header-of-archive", RarType, "a.rar", Rar.Version5WithLongMain(Rar.UnknownRecord(70_000), Rar.EncryptionRecord));
        yield return ("rar-5-long-header-of-file", RarType, "a.rar", Rar.Version5WithLongMain([], [.. Rar.UnknownRecord(70_000), .. Rar.EncryptionRecord]));
        yield return ("rar-5-behind-signature-of-4", RarType, "a.rar", [.. "Rar!\x1A\x7\0"u8, .. Rar5()]);
        yield return ("rar-4-in-rar-5", RarType, "a.rar", Rar.Version5(false, ([], Rar4(4))));
        yield return ("rar-5-in-rar-4", RarType, "a.rar", Rar.Version4(0, (0, Rar5())));
        yield return ("rar-5-behind-clear-rar-4", RarType, "a.rar", [.. Rar4(0), .. Rar5()]);
        yield return ("zip-in-rar-4", RarType, "a.rar", Rar.Version4(0, (0, Payload.Aes256)));
        yield return ("zip-in-rar-5", RarType, "a.rar", Rar.Version5(false, ([], Payload.ZipCrypto)));
    }

    private static IEnumerable<(string Name, string Type, string FileName, byte[] Octets)> InOthers(string name, byte[] secret)
    {
        yield return ($"{name}-as-picture", "image/jpeg", "photo.jpg", secret);
        yield return ($"{name}-behind-junk", Any, "a.bin", [.. "junk"u8, .. secret]);
        yield return ($"{name}-behind-a-program", Any, "a.exe", [.. Payload.Stub(20_000), .. secret]);
        yield return ($"{name}-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("facture", secret)));
        yield return ($"{name}-stored-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Stored("facture", secret)));
        yield return ($"{name}-behind-a-program-in-zip", "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated("a.exe", [.. Payload.Stub(90_000), .. secret])));
        yield return ($"{name}-in-tar-gzip", "application/gzip", "a.tgz", Packed.Gzip(Packed.Tar(("lisez-moi.txt", Payload.Content), ("facture", secret))));
        yield return ($"{name}-in-winmail-dat", "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("facture", secret));
        yield return ($"{name}-in-msg", "application/vnd.ms-outlook", "a.msg", CompoundFile.WithAttachment(secret));
        yield return ($"{name}-uuencoded", "text/plain", "a.txt", Text.Octets(OldEncodings.Uuencode(secret)));
        yield return ($"{name}-in-message", Any, "a.eml", Text.Octets(Mail.WithAttachment(Mail.InboundFields, Any, "facture", secret)));
    }

    private static byte[] Rar4(ushort flags) => Rar.Version4(0, (flags, Payload.Noise(300)));

    private static byte[] Rar5() => Rar.Version5(false, (Rar.EncryptionRecord, Payload.Noise(300)));
}
