using Connelink.MailGuard.Attacks.Building;
using SharpZip = ICSharpCode.SharpZipLib.Zip;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Every way an entry can be encrypted, as archivers write it.</summary>
internal static class ZipEncryption
{
    private static readonly Family Family = new("zip-encryption", "APPNOTE 6.3.10; WinZip AE-1 and AE-2",
        RuleName.EncryptedArchive)
    { Readers = "all" };

    public static IEnumerable<SampleMessage> All()
    {
        var content = Payload.Content;
        var aes256 = ZipEntry.WinZip("facture.txt", content, 256);
        var strong = ZipEntry.ZipCrypto("facture.txt", content) with
        {
            Version = 50,
            Flags = ZipEntry.Encrypted | ZipEntry.StronglyEncrypted,
            Extra = [0x17, 0, 8, 0, 2, 0, 0x0E, 0x66, 0, 1, 1, 0],
        };
        (string Name, byte[] Archive)[] cases =
        [
            ("zipcrypto", Payload.ZipCrypto),
            ("aes-128", Payload.Aes128),
            ("aes-192", Zip.Of(ZipEntry.WinZip("facture.txt", content, 192))),
            ("aes-256", Payload.Aes256),
            ("aes-256-host-octet", Zip.Of(aes256 with { Version = 0x0333 })),
            ("aes-ae-1", Zip.Of(aes256 with { Crc = Crc32.Of(content), Extra = [.. aes256.Extra[..4], 1, .. aes256.Extra[5..]] })),
            ("zipcrypto-descriptor", Zip.Of(ZipEntry.ZipCryptoPiped("facture.txt", content))),
            ("strong", Zip.Of(strong)),
            ("strong-without-bit-0", Zip.Of(strong with { Flags = ZipEntry.StronglyEncrypted })),
            ("masked-header", Zip.Of(strong with { Flags = ZipEntry.Encrypted | ZipEntry.StronglyEncrypted | ZipEntry.MaskedHeader, Name = "1" })),
            ("empty-file", Zip.Of(ZipEntry.ZipCrypto("vide.txt", []))),
            ("last-of-hundred", Zip.Of([.. Enumerable.Range(1, 99).Select(i => ZipEntry.Deflated($"{i}.txt", content)),
                ZipEntry.ZipCrypto("facture.txt", content)])),
            ("first-of-hundred", Zip.Of([ZipEntry.WinZip("facture.txt", content, 256),
                .. Enumerable.Range(1, 99).Select(i => ZipEntry.Deflated($"{i}.txt", content))])),
            ("behind-a-large-clear-file", Zip.Of(ZipEntry.Stored("photo.raw", Payload.Noise(300_000)), ZipEntry.ZipCrypto("facture.txt", content))),
            ("by-sharpziplib-zipcrypto", Written(content, 0)),
            ("by-sharpziplib-aes-128", Written(content, 128)),
            ("by-sharpziplib-aes-256", Written(content, 256)),
        ];
        foreach (var (name, archive) in cases) yield return Family.Inbound(name,
            Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", archive));
    }

    /// <summary>An archive of a library that is not ours.</summary>
    private static byte[] Written(byte[] content, int aesBits)
    {
        using var result = new MemoryStream();
        using (var zip = new SharpZip.ZipOutputStream(result) { IsStreamOwner = false, Password = Payload.Password })
        {
            zip.PutNextEntry(new SharpZip.ZipEntry("facture.txt")
            {
                AESKeySize = aesBits,
                Size = content.Length,
                DateTime = new DateTime(2026, 1, 5)
            });
            zip.Write(content);
            zip.CloseEntry();
        }
        return result.ToArray();
    }
}
