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
