using System.Buffers.Binary;
using System.IO.Hashing;
using Connelink.MailGuard.Archives;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>7z archives: the coder AES behind a plain, a packed and an encrypted header.</summary>
public sealed class SevenZipTests
{
    [Fact]
    public void Clear_ones_are_only_recorded_as_unseen()
    {
        Assert.Equal(Unseen, Inspection.AtEverySplit(SevenZipSamples.Clear));
        Assert.Equal(Unseen, Inspection.AtEverySplit(SevenZipSamples.ClearWithPackedHeader));
    }

    [Fact]
    public void Encrypted_ones_are_found()
    {
        Assert.Equal(EncryptedSevenZip | Unseen, Inspection.AtEverySplit(SevenZipSamples.Encrypted));
        Assert.Equal(EncryptedSevenZip | Unseen, Inspection.AtEverySplit(SevenZipSamples.EncryptedWithPackedHeader));
        Assert.Equal(EncryptedSevenZip | Unseen, Inspection.AtEverySplit(SevenZipSamples.EncryptedHeader));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_coder_is_a_number_however_many_octets_it_has(int zeros) =>
        Assert.Equal(EncryptedSevenZip | Unseen, Inspection.AtEverySplit(SevenZipSamples.EncryptedWithLongCoder(zeros)));

    [Fact]
    public void One_whose_start_header_was_never_filled_in_is_damaged_wherever_it_hides()
    {
        var unfinished = SevenZipSamples.EncryptedAndUnfinished;
        byte[][] wrapped = [unfinished, [.. "junk"u8, .. unfinished], [.. "MZ"u8, .. Samples.Noise(2000), .. unfinished], Samples.Zip(("x", unfinished)), Samples.Tar(("x", unfinished))];
        Assert.All(wrapped, file => Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(file)));
    }

    [Fact]
    public void A_start_header_with_another_checksum_is_damaged_where_the_file_begins_with_it()
    {
        var damaged = SevenZipSamples.Encrypted;
        damaged[8] ^= 1;
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(damaged));
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(Samples.Zip(("x", damaged))));
    }

    [Fact]
    public void The_bare_signature_in_a_program_or_a_text_is_no_archive()
    {
        byte[] signature = [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C];
        byte[][] files =
        [
            [.. "MZ"u8, .. Samples.Noise(2000), .. signature, .. new byte[100]], [.. "MZ"u8, .. Samples.Noise(2000), .. signature, 0, 4, .. "Rar!"u8, .. Samples.Noise(100)],
            [.. "the signature is "u8, .. signature, .. ", then the version, then a checksum of what follows it"u8],
        ];
        Assert.All(files, file => Assert.Equal(None, Inspection.AtEverySplit(file)));
    }

    [Fact]
    public void They_are_found_wherever_they_hide()
    {
        var secret = SevenZipSamples.EncryptedWithPackedHeader;
        byte[][] wrapped =
        [
            [.. "MZ"u8, .. Samples.Noise(2000), .. secret], [.. secret, .. Samples.Noise(100)], Samples.Zip(("x.7z", secret)), Samples.Stored(("x", secret)), Samples.Gzip(secret),
            Samples.Tar(("a", Samples.Text()), ("x", secret)), Samples.Zip(("x.exe", [.. "MZ"u8, .. Samples.Noise(90_000), .. secret])), OleTests.Compound(secret),
            [.. SevenZipSamples.Clear, .. secret],
        ];
        Assert.All(wrapped, file => Assert.Equal(EncryptedSevenZip | Unseen, Inspection.AtEverySplit(file)));
    }

    [Fact]
    public void A_header_that_is_damaged_or_missing_is_said()
    {
        var damaged = SevenZipSamples.Clear;
        damaged[^5] ^= 1;
        Assert.Equal(DamagedHeader | Unseen, Inspection.AtEverySplit(damaged));
        Assert.Equal(Truncated | Unseen, Inspection.AtEverySplit(SevenZipSamples.Clear[..^5]));
    }

    [Fact]
    public void Pieces_of_one_in_what_is_packed_say_nothing()
    {
        var noise = Samples.Noise(30_000);
        byte[] pieces = [.. SevenZipSamples.Clear[..40], 0, 0, 0, 0, 0, .. SevenZipSamples.Clear[40..]];
        Assert.Equal(Unseen, Inspection.AtEverySplit([.. noise, .. pieces]));
        Assert.Equal(Unseen, Inspection.AtEverySplit(Samples.Zip(("x", [.. SevenZipSamples.Clear, .. noise]))));
    }

    [Fact]
    public void More_at_once_than_are_followed_is_a_limit()
    {
        var start = SevenZipSamples.Clear[..32];
        start[13] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(8), Crc32.HashToUInt32(start.AsSpan(12)));
        Assert.Equal(TooManyAtOnce, Inspection.AtEverySplit([.. start, .. start, .. start, .. start, .. start, .. SevenZipSamples.Encrypted]) & Limits);
    }
}
