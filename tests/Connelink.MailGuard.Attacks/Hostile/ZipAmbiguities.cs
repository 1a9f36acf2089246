using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Archives that one archiver reads from the front and another from the end, and that are not the same archive.</summary>
internal static class ZipAmbiguities
{
    private static readonly Family Family = new("zip-ambiguities", "APPNOTE 6.3.10 4.3; Trustwave 2019 (two end records)", RuleName.EncryptedArchive)
    {
        Readers = "from the front: bsdtar, streaming unpackers; from the end: Windows Explorer, Info-ZIP, 7-Zip; each end record another one",
    };

    public static IEnumerable<SampleMessage> All() =>
        Cases().Select(sample => Family.Inbound(sample.Name,
            Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", sample.Archive)));

    private static IEnumerable<(string Name, byte[] Archive)> Cases()
    {
        var secret = ZipEntry.ZipCrypto("facture.txt", Payload.Content);
        var aes = ZipEntry.WinZip("facture.txt", Payload.Content, 256);
        var clear = ZipEntry.Deflated("lisez-moi.txt", Payload.Content);
        byte[] clearZip = Payload.Clear, secretZip = Payload.ZipCrypto;

        yield return ("flag-in-directory-only", Zip.Of(secret with { Flags = 0, CentralFlags = ZipEntry.Encrypted }));
        yield return ("flag-in-local-header-only", Zip.Of(secret with { CentralFlags = 0 }));
        yield return ("aes-flag-in-directory-only", Zip.Of(aes with { Flags = 0, CentralFlags = ZipEntry.Encrypted }));
        yield return ("method-99-without-flag", Zip.Of(aes with { Flags = 0 }));
        yield return ("method-99-in-directory-only", Zip.Of(aes with { Flags = 0, Method = 0, CentralFlags = 0, CentralMethod = ZipEntry.Aes }));
        yield return ("method-99-in-local-header-only", Zip.Of(aes with { Flags = 0, CentralMethod = 0, CentralFlags = 0 }));
        yield return ("method-99-in-directory-extra-in-local",
            Zip.Of(aes with { Flags = 0, Method = 0, CentralMethod = ZipEntry.Aes, CentralFlags = 0, CentralExtra = [] }));
        yield return ("bit-13-alone", Zip.Of(secret with { Flags = ZipEntry.MaskedHeader }));
        yield return ("bit-6-in-directory-only", Zip.Of(secret with { Flags = 0, CentralFlags = ZipEntry.StronglyEncrypted }));
        yield return ("two-names", Zip.Of(secret with { CentralName = "lisezmoi.txt" }));

        yield return ("two-archives-clear-last", [.. secretZip, .. clearZip]);
        yield return ("two-archives-clear-first", [.. clearZip, .. secretZip]);
        yield return ("two-archives-clear-last-offsets-right", [.. secretZip, .. Zip.Behind((uint)secretZip.Length, "", clear)]);
        yield return ("archive-in-comment",
            Zip.Behind(0, Text.Latin1(Zip.Behind((uint)clearZip.Length, "", secret)), ZipEntry.Deflated("facture.txt", Payload.Content)));
        yield return ("end-record-in-comment", Commented(clear, secret));
        yield return ("two-end-records-first-for-secret", TwoEnds(secret, clear, secretFirst: true));
        yield return ("two-end-records-last-for-secret", TwoEnds(secret, clear, secretFirst: false));
        yield return ("two-directories-one-end", TwoDirectories(secret, clear));

        yield return ("ghost-in-directory", [.. Zip.Local(clear), .. Ghost(clear, secret)]);
        yield return ("ghost-between-files", Between(clear, secret));
        yield return ("ghost-behind-directory", [.. Zip.Of(clear), .. Zip.Local(secret)]);
        yield return ("no-directory", Zip.Local(secret));
        yield return ("no-end-record", [.. Zip.Local(secret), .. Zip.Central(secret, 0)]);
        yield return ("cut-in-data", Zip.Local(secret)[..^40]);
        yield return ("end-record-says-nothing", [.. Zip.Local(secret), .. Zip.Central(secret, 0), .. Zip.End(0, 0, 0)]);
        yield return ("end-record-says-more",
            [.. Zip.Local(secret), .. Zip.Central(secret, 0), .. Zip.End(9, (uint)Zip.CentralOctets(secret), (uint)Zip.Local(secret).Length)]);
        yield return ("directory-offset-wrong", [.. Zip.Local(secret), .. Zip.Central(secret, 0), .. Zip.End(1, (uint)Zip.CentralOctets(secret), 0)]);
        yield return ("local-offset-wrong", Zip.Of(clear, secret with { Offset = 0 }));
        yield return ("two-entries-one-file", Zip.Of(secret, secret with { CentralName = "b.txt", Offset = 0, CentralFlags = 0 }));
        yield return ("same-name-twice", Zip.Of(clear with { Name = "facture.txt" }, secret));

        yield return ("file-inside-file", FileInside(secret));
        yield return ("file-inside-file-flag-in-local-header-only", FileInside(secret with { CentralFlags = 0 }));
        yield return ("packed-size-too-small", Zip.Of(clear, secret with { PackedSize = 5 }));
        yield return ("packed-size-too-large", Zip.Of(secret with { PackedSize = 1 << 20 }));
        yield return ("packed-size-of-clear-covers-secret",
            Zip.Of(clear with { PackedSize = clear.PackedSize + (uint)Zip.Local(secret).Length }, secret));
        yield return ("version-0", Zip.Of(secret with { Version = 0 }));
        yield return ("version-10", Zip.Of(secret with { Version = 10 }));
        yield return ("all-flags", Zip.Of(secret with { Flags = 0xFFFF & ~ZipEntry.HasDescriptor }));
        yield return ("zip64-elsewhere", Zip64(secret, clear, secretIn64: true));
        yield return ("zip64-clear-end-for-secret", Zip64(secret, clear, secretIn64: false));
        yield return ("descriptor-and-size-of-none",
            Zip.Of(ZipEntry.Deflated("a.txt", Payload.Content) with { Flags = ZipEntry.HasDescriptor }, secret));
        yield return ("stored-with-descriptor", Zip.Of(ZipEntry.Stored("a.txt", Payload.Noise(500)) with { Flags = ZipEntry.HasDescriptor }, secret));
        yield return ("stub-before", [.. Payload.Stub(30_000), .. secretZip]);
        yield return ("stub-before-offsets-right", [.. Payload.Stub(30_000), .. Zip.Behind(30_000, "", secret)]);
        yield return ("one-octet-before", [0, .. secretZip]);
        yield return ("junk-before", [.. Payload.Noise(5_000), .. secretZip]);
        yield return ("junk-behind", [.. secretZip, .. Payload.Noise(5_000)]);
        yield return ("junk-behind-longer-than-a-comment", [.. secretZip, .. Payload.Noise(70_000)]);
        yield return ("picture-before", [0xFF, 0xD8, 0xFF, 0xE0, .. Payload.Noise(3_000), 0xFF, 0xD9, .. secretZip]);
        yield return ("pdf-before", [.. "%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"u8, .. secretZip]);
        yield return ("spanning-marker", [.. "PK\x7\x8"u8, .. secretZip]);
        yield return ("temporary-spanning-marker", [.. "PK00"u8, .. secretZip]);
        yield return ("first-signature-broken", [(byte)'X', .. secretZip[1..]]);
        yield return ("version-high", Zip.Of(secret with { Version = 63 }));
        yield return ("name-empty", Zip.Of(secret with { Name = "" }));
        yield return ("name-of-4-kilobytes", Zip.Of(secret with { Name = new string('n', 4_000) }));
        yield return ("folder-encrypted", Zip.Of(clear, ZipEntry.ZipCrypto("secret/", [])));
        yield return ("unknown-method", Zip.Of(secret with { Method = 97 }));
        yield return ("lzma-encrypted", Zip.Of(secret with { Method = 14, Version = 63 }));
    }

    /// <summary>Both directories, then both end records.</summary>
    private static byte[] TwoEnds(ZipEntry secret, ZipEntry clear, bool secretFirst)
    {
        byte[] files = [.. Zip.Local(clear), .. Zip.Local(secret)];
        byte[] ofClear = Zip.Central(clear, 0), ofSecret = Zip.Central(secret, (uint)Zip.Local(clear).Length);
        var endOfClear = Zip.End(1, (uint)ofClear.Length, (uint)files.Length);
        var endOfSecret = Zip.End(1, (uint)ofSecret.Length, (uint)(files.Length + ofClear.Length));
        return [.. files, .. ofClear, .. ofSecret, .. secretFirst ? endOfSecret : endOfClear, .. secretFirst ? endOfClear : endOfSecret];
    }

    /// <summary>A directory for the secret file that the end record does not mention.</summary>
    private static byte[] TwoDirectories(ZipEntry secret, ZipEntry clear)
    {
        byte[] files = [.. Zip.Local(clear), .. Zip.Local(secret)];
        byte[] ofClear = Zip.Central(clear, 0), ofSecret = Zip.Central(secret, (uint)Zip.Local(clear).Length);
        return [.. files, .. ofSecret, .. ofClear, .. Zip.End(1, (uint)ofClear.Length, (uint)(files.Length + ofSecret.Length))];
    }

    /// <summary>The end record proper has a comment that holds another.</summary>
    private static byte[] Commented(ZipEntry clear, ZipEntry secret)
    {
        byte[] files = [.. Zip.Local(clear), .. Zip.Local(secret)];
        byte[] ofClear = Zip.Central(clear, 0), ofSecret = Zip.Central(secret, (uint)Zip.Local(clear).Length);
        var inner = Zip.End(1, (uint)ofSecret.Length, (uint)(files.Length + ofClear.Length));
        return [.. files, .. ofClear, .. ofSecret, .. Zip.End(1, (uint)ofClear.Length, (uint)files.Length, Text.Latin1(inner))];
    }

    /// <summary>The directory names a file that has no local header.</summary>
    private static byte[] Ghost(ZipEntry clear, ZipEntry secret)
    {
        byte[] directory = [.. Zip.Central(clear, 0), .. Zip.Central(secret, 0)];
        return [.. directory, .. Zip.End(2, (uint)directory.Length, (uint)Zip.Local(clear).Length)];
    }

    /// <summary>A local header that the directory does not name.</summary>
    private static byte[] Between(ZipEntry clear, ZipEntry secret)
    {
        byte[] files = [.. Zip.Local(clear), .. Zip.Local(secret), .. Zip.Local(clear)];
        byte[] directory = [.. Zip.Central(clear, 0),
            .. Zip.Central(clear with { CentralName = "b.txt" }, (uint)(Zip.Local(clear).Length + Zip.Local(secret).Length))];
        return [.. files, .. directory, .. Zip.End(2, (uint)directory.Length, (uint)files.Length)];
    }

    /// <summary>The stored file of the first entry holds the local record of the second, to which the directory leads as well.</summary>
    private static byte[] FileInside(ZipEntry secret)
    {
        var record = Zip.Local(secret);
        var outer = ZipEntry.Stored("lisez-moi.bin", [.. Payload.Noise(100), .. record, .. Payload.Noise(100)]);
        var files = Zip.Local(outer);
        var inside = (uint)(files.Length - 100 - record.Length);
        byte[] directory = [.. Zip.Central(outer, 0), .. Zip.Central(secret, inside)];
        return [.. files, .. directory, .. Zip.End(2, (uint)directory.Length, (uint)files.Length)];
    }

    /// <summary>Zip64's end record leads to one directory and the plain one to another.</summary>
    private static byte[] Zip64(ZipEntry secret, ZipEntry clear, bool secretIn64)
    {
        byte[] files = [.. Zip.Local(clear), .. Zip.Local(secret)];
        byte[] ofClear = Zip.Central(clear, 0), ofSecret = Zip.Central(secret, (uint)Zip.Local(clear).Length);
        var atClear = files.Length;
        var atSecret = files.Length + ofClear.Length;
        var at64 = (ulong)(atSecret + ofSecret.Length);
        var end64 = secretIn64 ? Zip.End64(1, (ulong)ofSecret.Length, (ulong)atSecret, at64) : Zip.End64(1, (ulong)ofClear.Length,
            (ulong)atClear, at64);
        var end = secretIn64 ? Zip.End(1, (uint)ofClear.Length, (uint)atClear) : Zip.End(1, (uint)ofSecret.Length, (uint)atSecret);
        return [.. files, .. ofClear, .. ofSecret, .. end64, .. end];
    }
}
