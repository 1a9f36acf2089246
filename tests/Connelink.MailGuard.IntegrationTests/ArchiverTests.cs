using Connelink.MailGuard.Archives;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Tests.Archives;
using static Connelink.MailGuard.Archives.ArchiveFindings;
using static Connelink.MailGuard.IntegrationTests.Support.Archivers;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Archives that other people's programs make: 7-Zip, Info-ZIP, libarchive, GNU tar and gzip, Python.</summary>
public sealed class ArchiverTests
{
    [Theory]
    [InlineData("zip -q -r out .")]
    [InlineData("zip -q -0 -r out .")]
    [InlineData("zip -q -r - a.txt b.bin folder > out.zip")]
    [InlineData("zip -q -fz -r out .")]
    [InlineData("zip -q -fd -r out .")]
    [InlineData("echo comment | zip -q -z -r out .")]
    [InlineData("zip -q -r out . && zip -q -d out a.txt && zip -q -u out a.txt")]
    [InlineData("zip -q -r z . && cat /bin/true z.zip > out && zip -q -A out")]
    [InlineData("zip -q -r z . && cat /bin/true z.zip > out")]
    [InlineData("zip -q -r one . && zip -q out one.zip && zip -q -0 out2 out.zip && mv out2.zip out.zip")]
    [InlineData("7zz a -bd out.zip .")]
    [InlineData("7zz a -bd -mx9 -mm=Deflate out.zip .")]
    [InlineData("7zz a -bd -mm=Copy out.zip .")]
    [InlineData("7zz a -bd -mm=Deflate64 out.zip b.bin")]
    [InlineData("7zz a -bd -mm=LZMA out.zip b.bin")]
    [InlineData("7zz a -bd -mm=PPMd out.zip b.bin")]
    [InlineData("7zz a -bd -mm=BZip2 out.zip b.bin")]
    [InlineData("cat b.bin | 7zz a -bd -tzip -sistdin out.zip")]
    [InlineData("7zz a -bd out.7z .")]
    [InlineData("7zz a -bd -ms=off -mx1 out.7z .")]
    [InlineData("7zz a -bd -mx0 out.7z .")]
    [InlineData("7zz a -bd -mhc=off out.7z .")]
    [InlineData("7zz a -bd -m0=PPMd out.7z .")]
    [InlineData("7zz a -bd out.tar . && 7zz a -bd out.tar.gz out.tar && rm out.tar")]
    [InlineData("7zz a -bd -tgzip out.gz b.bin")]
    [InlineData("7zz a -bd in.7z . && tar czf out.tgz in.7z a.txt")]
    [InlineData("bsdtar -cf out.zip --format zip .")]
    [InlineData("bsdtar -cf out.zip --format zip --options zip:compression=store .")]
    [InlineData("bsdtar -cf - --format zip a.txt b.bin folder > out.zip")]
    [InlineData("bsdtar -cf out.7z --format 7zip .")]
    [InlineData("bsdtar -cf out.tar --format ustar .")]
    [InlineData("bsdtar -cf out.tar --format pax .")]
    [InlineData("bsdtar -cf out.tar --format gnutar .")]
    [InlineData("bsdtar -cf out.tar --format v7tar .")]
    [InlineData("bsdtar -czf out.tar.gz .")]
    [InlineData("tar cf out.tar a.txt b.bin folder")]
    [InlineData("tar czf out.tar.gz --format=posix a.txt b.bin folder")]
    [InlineData("tar cSf out.tar a.txt b.bin folder")]
    [InlineData("tar cJf out.tar.xz a.txt b.bin folder")]
    [InlineData("7zz a -bd z.7z . && zip -q y z.7z && tar czf out y.zip")]
    [InlineData("gzip -k -c a.txt > out.gz && gzip -c b.bin >> out.gz")]
    [InlineData("zip -q -r z . && gzip z.zip && mv z.zip.gz out")]
    [InlineData("python3 -c \"import zipfile; z = zipfile.ZipFile('out', 'w', zipfile.ZIP_DEFLATED); z.write('a.txt'); z.write('b.bin'); z.mkdir('folder') if hasattr(z, 'mkdir') else None; z.close()\"")]
    public async Task Clear_ones_pass(string command) => Assert.Equal(None, await InspectAsync(command) & ~Unseen);

    [Theory]
    [InlineData("zip -q -P secret -r out .")]
    [InlineData("zip -q -0 -P secret out a.txt")]
    [InlineData("zip -q -P secret -r - a.txt folder > out.zip")]
    [InlineData("zip -q -P secret z a.txt && cat /bin/true z.zip > out && zip -q -A out")]
    [InlineData("zip -q -r out . && zip -q -P secret out b.bin")]
    [InlineData("zip -q -P secret z a.txt && zip -q y z.zip && zip -q -0 x y.zip && tar czf out x.zip")]
    [InlineData("zip -q -P secret z a.txt && 7zz a -bd -mx0 out.7z z.zip")]
    [InlineData("7zz a -bd -psecret out.zip .")]
    [InlineData("7zz a -bd -psecret -mem=AES256 out.zip a.txt")]
    [InlineData("7zz a -bd -psecret -mem=AES128 -mm=LZMA out.zip a.txt")]
    [InlineData("bsdtar -cf out.zip --format zip --options zip:encryption=aes256 --passphrase secret .")]
    [InlineData("bsdtar -cf out.zip --format zip --options zip:encryption=zipcrypt --passphrase secret .")]
    public async Task Encrypted_zips_are_found(string command) => Assert.Equal(EncryptedZip, await InspectAsync(command) & ~Unseen);

    [Theory]
    [InlineData("7zz a -bd -psecret out.7z .")]
    [InlineData("7zz a -bd -psecret -mhe=on out.7z .")]
    [InlineData("7zz a -bd -psecret -mhc=off out.7z .")]
    [InlineData("7zz a -bd -psecret -ms=off -m0=PPMd out.7z .")]
    [InlineData("7zz a -bd -psecret -mx0 out.7z .")]
    [InlineData("7zz a -bd -psecret z.7z . && cat /bin/true z.7z > out")]
    [InlineData("7zz a -bd -psecret z.7z . && zip -q y z.7z && tar czf out y.zip")]
    public async Task Encrypted_7z_archives_are_found(string command) => Assert.Equal(EncryptedSevenZip, await InspectAsync(command) & ~Unseen);

    [Theory]
    [InlineData("7zz a -bd z.zip . && mkdir parts && zip -q -s 64k z.zip --out parts/z && mv parts/z.zip out", Spanned)]
    [InlineData("7zz a -bd z.zip . && mkdir parts && zip -q -s 64k z.zip --out parts/z && mv parts/z.z01 out", NoDirectory)]
    [InlineData("7zz a -bd -v64k z.7z . && mv z.7z.001 out", Truncated)]
    [InlineData("7zz a -bd -mx0 z.7z a.txt && 7zz a -bd -mm=LZMA out.zip z.7z", UnreadableEntry)]
    public async Task What_is_in_pieces_or_cannot_be_seen_is_said(string command, ArchiveFindings expected) =>
        Assert.Equal(expected, await InspectAsync(command) & expected);

    /// <summary>Written as no program does, and opened all the same: the verdict must not hang on what a checksum or the length of a number says.</summary>
    [Fact]
    public async Task Odd_archives_that_others_open_are_refused()
    {
        Programs.Require("7zz");
        Programs.Require("lsar");
        using var folder = new TempFolder();
        (string Name, byte[] Archive, string Command, string Said)[] odd =
        [
            ("coder.7z", SevenZipSamples.EncryptedWithLongCoder(4), "7zz l -slt out.7z", "Encrypted = +"),
            ("unfinished.7z", SevenZipSamples.EncryptedAndUnfinished, "7zz l -slt out.7z || true", "Encrypted = +"),
            ("main.rar", Rar.WithOtherChecksum4(Rar.Version4(0, (4, new byte[100])), 0x73), "lsar -json out.rar", "\"XADIsEncrypted\": 1"),
            ("file.rar", Rar.WithOtherChecksum4(Rar.Version4(0, (4, new byte[100])), 0x74), "lsar -json out.rar", "\"XADIsEncrypted\": 1"),
            ("long.rar", Rar.Version5WithLongMain(Rar.UnknownRecord(70_000), Rar.EncryptionRecord), "lsar -json out.rar", "\"XADIsEncrypted\": 1"),
        ];
        foreach (var (name, archive, command, said) in odd)
        {
            await File.WriteAllBytesAsync(folder.PathOf("out" + Path.GetExtension(name)), archive, TestContext.Current.CancellationToken);
            Assert.Contains(said, await RunAsync(folder.Name, command), StringComparison.Ordinal);
            Assert.True((Inspect(archive) & (Encrypted | Broken)) != 0, name);
        }
    }
}
