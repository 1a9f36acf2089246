using System.Text;
using Connelink.MailGuard.Archives;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>gzip and tar files, with all that their formats allow.</summary>
public sealed class PackedFileTests
{
    private static readonly byte[] Secret = Samples.Zip("secret", 0, ("a", Samples.Text(200)));

    [Fact]
    public void All_fields_of_a_gzip_header_are_passed_over()
    {
        var gzip = Samples.Gzip(Secret);
        byte[] withFields = [.. gzip[..3], 0x1E, .. gzip[4..10], 5, 0, 1, 2, 3, 4, 5, .. "name\0comment\0"u8, 9, 9, .. gzip[10..]];
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(withFields));
    }

    [Fact]
    public void Members_of_gzip_are_one_file()
    {
        byte[] members = [.. Samples.Gzip(Secret[..20]), .. Samples.Gzip([]), .. Samples.Gzip(Secret[20..]), 0, 0, 0];
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(members));
    }

    [Fact]
    public void A_gzip_that_is_cut_short_or_damaged_is_said()
    {
        var gzip = Samples.Gzip(Samples.Zip(("a", Samples.Noise(3000))));
        Assert.Equal(Truncated, Inspection.AtEverySplit(gzip[..^300]) & Truncated);
        gzip[20] ^= 0xFF;
        gzip[10] = 7;
        Assert.Equal(DamagedData, Inspection.AtEverySplit(gzip));
    }

    [Theory]
    [InlineData(System.Formats.Tar.TarEntryFormat.V7)]
    [InlineData(System.Formats.Tar.TarEntryFormat.Ustar)]
    [InlineData(System.Formats.Tar.TarEntryFormat.Pax)]
    [InlineData(System.Formats.Tar.TarEntryFormat.Gnu)]
    public void All_formats_of_tar_are_read(System.Formats.Tar.TarEntryFormat format)
    {
        var nested = Samples.Gzip(Secret);
        var tar = Tar(format, ("a", Samples.Text(700)), ("empty", []), (new string('n', format == System.Formats.Tar.TarEntryFormat.V7 ? 90 : 99), Samples.Text(512)), ("b", nested));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(tar));
        Assert.Equal(None, Inspection.AtEverySplit(Tar(format, ("a", Samples.Text(700)), ("b", Samples.Gzip(Samples.Text())))));
    }

    [Fact]
    public void Long_names_and_sizes_in_pax_headers_are_read()
    {
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Tar(System.Formats.Tar.TarEntryFormat.Pax, (new string('n', 300), Samples.Gzip(Secret)))));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Tar(System.Formats.Tar.TarEntryFormat.Gnu, (new string('n', 300), Samples.Gzip(Secret)))));
        var nested = Samples.Gzip(Secret);
        byte[] pax = [.. TarHeader("x", (byte)'x', 26), .. Padded(Encoding.ASCII.GetBytes($"15 comment=abc\n11 size={nested.Length}\n")), .. TarHeader("b", (byte)'0', 0), .. Padded(nested), .. new byte[1024]];
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(pax));
    }

    [Fact]
    public void A_tar_that_is_cut_short_or_damaged_is_said()
    {
        var tar = Samples.Tar(("a", Samples.Text(3000)), ("b", Samples.Text(3000)));
        Assert.Equal(Truncated, Inspection.AtEverySplit(tar[..3000]));
        tar[512 * 9 + 3] ^= 1;
        Assert.Equal(DamagedHeader, Inspection.AtEverySplit(tar));
    }

    [Theory]
    [InlineData("BZh91AY&SY")]
    [InlineData("BZh9\x17rE8P\x90\0\0\0\0BZh91AY&SY")]
    [InlineData("\u00FD7zXZ\0\0\x04")]
    [InlineData("LZIP\x01\x0C")]
    [InlineData("\x1F\x9D\x90")]
    [InlineData("\x89LZO\0\r\n")]
    [InlineData("\x28\xB5\x2F\xFD")]
    [InlineData("\x50\x2A\x4D\x18\x02\0\0\0xx\x28\xB5\x2F\xFD")]
    [InlineData("\x5F\x2A\x4D\x18\0\0\0\0\x04\x22\x4D\x18")]
    [InlineData("\x04\x22\x4D\x18")]
    [InlineData("\x02\x21\x4C\x18")]
    [InlineData("MSCF\0\0\0\0\x50")]
    [InlineData("\x24\x30-lh5-\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x20\x20\x01")]
    [InlineData("\x60\xEA\x2A\0\x22\x0B\x01\x0B\x10\0\x02")]
    [InlineData("\x11\x22\x31\0\0\0\x10**ACE**")]
    [InlineData("\x5D\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0")]
    [InlineData("\x2C\0\0\x18\0\x40\x0D\x03\0\0\0\0\0\0")]
    public void What_is_packed_otherwise_is_only_recorded(string head)
    {
        byte[] packed = [.. Encoding.Latin1.GetBytes(head), .. Samples.Noise(1000)];
        Assert.All([packed, Samples.Zip(("x", packed)), Samples.Gzip(packed), Samples.Tar(("x", packed))], file => Assert.Equal(Unseen, Inspection.AtEverySplit(file)));
    }

    [Theory]
    [InlineData("BZh is how bzip2 begins")]
    [InlineData("BZh9\x17rE9")]
    [InlineData("MSCF is a cabinet")]
    [InlineData("ab-lh is no archive")]
    [InlineData("ab-lh5- is how one begins, but")]
    [InlineData("1234567**ACE of spades**")]
    [InlineData("\x60\xEA\x2A\0\x22\x0B\x01\x0B\x10\0\x03")]
    [InlineData("\x5D\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01")]
    [InlineData("\x01\0\0\0\0\x10\0\0\0\0\0\0\0\0")]
    [InlineData("\x01\0\0\x05\0\x10\0\0\0\0\0\0\0\0")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_only_begins_like_that_is_not(string head) => Assert.Equal(None, Inspection.AtEverySplit([.. Encoding.Latin1.GetBytes(head), .. Samples.Noise(1000)]));

    /// <summary>Only its head looks packed: a program that opens ZIP finds the archive behind.</summary>
    [Fact]
    public void What_looks_packed_is_looked_through_all_the_same() =>
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Samples.Zip(("x", [.. "BZh91AY&SY"u8, .. Samples.Noise(5_000), .. Secret]))) & Encrypted);

    [Fact]
    public void Nothing_at_all_is_no_archive()
    {
        Assert.Equal(None, Inspection.Of([]));
        Assert.Equal(None, Inspection.AtEverySplit("PK"u8.ToArray()));
        Assert.Equal(None, Inspection.AtEverySplit("P"u8.ToArray()));
    }

    private static byte[] Tar(System.Formats.Tar.TarEntryFormat format, params (string Name, byte[] Data)[] files)
    {
        var file = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(file, format, leaveOpen: true))
        {
            foreach (var (name, data) in files)
            {
                const System.Formats.Tar.TarEntryType Regular = System.Formats.Tar.TarEntryType.RegularFile;
                System.Formats.Tar.TarEntry entry = format switch
                {
                    System.Formats.Tar.TarEntryFormat.V7 => new System.Formats.Tar.V7TarEntry(System.Formats.Tar.TarEntryType.V7RegularFile, name),
                    System.Formats.Tar.TarEntryFormat.Ustar => new System.Formats.Tar.UstarTarEntry(Regular, name),
                    System.Formats.Tar.TarEntryFormat.Pax => new System.Formats.Tar.PaxTarEntry(Regular, name),
                    _ => new System.Formats.Tar.GnuTarEntry(Regular, name),
                };
                entry.DataStream = new MemoryStream(data);
                tar.WriteEntry(entry);
            }
        }
        return file.ToArray();
    }

    private static byte[] TarHeader(string name, byte type, int size)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = type;
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(octet => octet);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static byte[] Padded(byte[] data) => [.. data, .. new byte[-data.Length & 511]];
}
