using Connelink.MailGuard.Archives;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;
using Rar = Connelink.MailGuard.Attacks.Building.Rar;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>RAR archives, version 4 and 5: encrypted files and encrypted headers.</summary>
public sealed class RarTests
{
    private static byte[] Clear4 => Rar.Version4(0, (0, Samples.Noise(300)), (0x100, Samples.Noise(70_000)));

    private static byte[] Clear5 => Rar.Version5(false, (Rar.TimeRecord, Samples.Noise(300)), ([], Samples.Noise(70_000)));

    public static TheoryData<string> Names => [.. Encrypted.Keys];

    private static Dictionary<string, byte[]> Encrypted { get; } = new()
    {
        ["a file of version 4"] = Rar.Version4(0, (0, Samples.Noise(300)), (4, Samples.Noise(300))),
        ["headers of version 4"] = Rar.Version4(0x80),
        ["a file of version 5"] = Rar.Version5(false, ([], Samples.Noise(300)), ([.. Rar.TimeRecord, .. Rar.EncryptionRecord], Samples.Noise(300))),
        ["headers of version 5"] = Rar.Version5(true),
    };

    [Fact]
    public void Clear_ones_are_only_recorded_as_unseen()
    {
        Assert.Equal(Unseen, Inspection.AtEverySplit(Clear4));
        Assert.Equal(Unseen, Inspection.AtEverySplit(Clear5));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encrypted_ones_are_found_wherever_they_hide(string name)
    {
        var secret = Encrypted[name];
        byte[][] wrapped =
        [
            secret, [.. "MZ"u8, .. Samples.Noise(2000), .. secret], Samples.Zip(("x.rar", secret)), Samples.Stored(("x", secret)), Samples.Gzip(secret),
            Samples.Tar(("x", secret)), OleTests.Compound(secret), [.. Clear5, .. secret], [.. Clear4, .. secret], [.. "Rar!\x1A\x7\0Rar!\x1A\x7\x1\0"u8, .. secret],
        ];
        Assert.All(wrapped, file => Assert.Equal(EncryptedRar, Inspection.AtEverySplit(file) & (ArchiveFindings.Encrypted | Limits)));
    }

    /// <summary>What is stored in one stands there as it is.</summary>
    [Fact]
    public void Archives_stored_in_one_are_looked_at()
    {
        (byte[] Secret, ArchiveFindings Expected)[] secrets =
        [
            (Samples.Zip("secret", 0, ("a.txt", Samples.Text())), EncryptedZip), (Samples.Zip("secret", 256, ("a.txt", Samples.Text())), EncryptedZip),
            (Encrypted["a file of version 4"], EncryptedRar), (Encrypted["headers of version 5"], EncryptedRar), (Samples.Zip(("a.txt", Samples.Text())), None),
        ];
        foreach (var (secret, expected) in secrets)
        {
            byte[] of4 = Rar.Version4(0, (0, Samples.Noise(300)), (0, secret));
            byte[] of5 = Rar.Version5(false, ([], Samples.Noise(300)), (Rar.TimeRecord, secret));
            byte[][] archives = [of4, of5, Samples.Zip(("x.rar", of5)), Rar.Version5(false, ([], of4)), [.. "MZ"u8, .. Samples.Noise(2000), .. of4]];
            Assert.All(archives, archive => Assert.Equal(expected, Inspection.AtEverySplit(archive) & ~Unseen));
        }
    }

    [Fact]
    public void One_that_is_cut_short_or_damaged_is_said()
    {
        Assert.Equal(Truncated | Unseen, Inspection.AtEverySplit(Clear4[..200]));
        Assert.Equal(Truncated | Unseen, Inspection.AtEverySplit(Clear5[..200]));
        var damaged = Clear5;
        damaged[8 + 8 + 10] ^= 1;
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(damaged));
    }

    /// <summary>The Unarchiver and WinRAR open them.</summary>
    [Theory]
    [InlineData(0x73)]
    [InlineData(0x74)]
    [InlineData(0x73, 0x74)]
    public void Headers_of_version_4_with_another_checksum_are_read(params int[] types)
    {
        byte[] Damaged(byte[] archive) => Rar.WithOtherChecksum4(archive, [.. types.Select(type => (byte)type)]);
        var secret = Damaged(Rar.Version4(0, (0, Samples.Noise(300)), (4, Samples.Noise(300))));
        byte[][] starts = [secret, Samples.Zip(("x", secret)), Samples.Tar(("x", secret))];
        Assert.All(starts, file => Assert.Equal(EncryptedRar | DamagedHeader | Unseen, Inspection.AtEverySplit(file)));
        byte[][] wrapped = [[.. "junk"u8, .. secret], [.. "MZ"u8, .. Samples.Noise(2000), .. secret]];
        Assert.All(wrapped, file => Assert.Equal(EncryptedRar | Unseen, Inspection.AtEverySplit(file) & ~DamagedHeader));
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(Damaged(Clear4)));
    }

    [Fact]
    public void A_first_header_that_is_none_is_damage_where_the_file_begins_with_it()
    {
        byte[] of4 = Clear4, of5 = Clear5;
        of4[9] = 0x20;
        of5[8] ^= 1;
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(of4));
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(of5));
        Assert.Equal(None, Inspection.AtEverySplit([.. "MZ"u8, .. Samples.Noise(2000), .. of4[..60]]));
        Assert.Equal(None, Inspection.AtEverySplit([.. "MZ"u8, .. Samples.Noise(2000), .. of5[..60]]));
    }

    /// <summary>A comment in the main header, up to RAR 2.9, is no part of its checksum.</summary>
    [Fact]
    public void An_old_comment_is_no_damage()
    {
        var archive = Rar.Version4(2, (0, Samples.Noise(300)));
        archive[7] ^= 1;
        Assert.Equal(Unseen, Inspection.AtEverySplit(archive));
    }

    [Fact]
    public void Headers_of_version_5_may_be_long()
    {
        var padding = Rar.UnknownRecord(70_000);
        byte[][] archives =
        [
            Rar.Version5WithLongMain(padding, Rar.EncryptionRecord), Rar.Version5WithLongMain([], [.. padding, .. Rar.EncryptionRecord]),
            Rar.Version5WithLongMain(Rar.UnknownRecord(1_900_000), [.. Rar.EncryptionRecord, .. padding]),
        ];
        foreach (var secret in archives)
        {
            byte[][] wrapped = [secret, [.. "junk"u8, .. secret], Samples.Zip(("x", secret))];
            Assert.All(wrapped, file => Assert.Equal(EncryptedRar | Unseen, Inspection.Of(file)));
        }
        Assert.Equal(Unseen, Inspection.Of(Rar.Version5WithLongMain(padding, padding)));
    }
}
