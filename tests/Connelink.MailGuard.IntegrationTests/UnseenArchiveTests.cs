using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Tests.Archives;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>An encrypted archive in what is packed by methods that are not undone here: refused where <c>Unseen</c> is enforced, as docs/rules/encrypted-archive.md says.</summary>
public sealed class UnseenArchiveTests
{
    private static readonly Family Family = new("unseen", "docs/rules/encrypted-archive.md", RuleName.EncryptedArchive);

    [Theory]
    [InlineData("7zz a -bd -tbzip2 out.bz2 a.bin")]
    [InlineData("7zz a -bd -txz out.xz a.bin")]
    [InlineData("xz -c --format=lzma a.bin > out.lzma")]
    [InlineData("7zz a -bd out.7z a.bin")]
    [InlineData("cp a.bin b.dat && tar cJf out.tar.xz a.bin b.dat")]
    [InlineData("7zz a -bd -tzip -mm=BZip2 out.zip a.bin")]
    [InlineData("7zz a -bd -tzip -mm=LZMA out.zip a.bin")]
    [InlineData("7zz a -bd -tzip -mm=Deflate64 out.zip a.bin")]
    [InlineData("7zz a -bd in.7z a.bin && cat /bin/true in.7z > out")]
    public async Task Encrypted_archives_in_them_are_refused(string command) =>
        AssertRefused(await Archivers.MakeAsync("zip -q -P secret secret a.txt && cat a.txt secret.zip > a.bin && " + command));

    /// <summary>Programs that pack RAR are not free: this one says that its file is stored, and what is in it nobody sees.</summary>
    [Fact]
    public void So_are_those_in_RAR_archives()
    {
        AssertRefused(Rar.Version4(0, (0, Payload.Noise(5_000))));
        AssertRefused(Rar.Version5(false, (Rar.TimeRecord, Payload.Noise(5_000))));
    }

    [Theory]
    [InlineData("zip -q -r out a.txt b.bin folder")]
    [InlineData("tar cf out.tar a.txt b.bin folder")]
    [InlineData("tar czf out.tar.gz a.txt b.bin folder")]
    [InlineData("zip -q -r in a.txt folder && gzip -c in.zip > out.gz")]
    [InlineData("cp b.bin out.dat")]
    [InlineData("cp a.txt out.txt")]
    [InlineData("cp /bin/true out")]
    public async Task What_is_looked_into_passes(string command)
    {
        var archive = await Archivers.MakeAsync(command);
        Assert.All(Wrapped(archive), file => Assert.Null(Judge(file, RuleMode.Enforce).RefusedBy));
    }

    private static void AssertRefused(byte[] archive)
    {
        Assert.All(Wrapped(archive), file => Assert.Equal(RuleName.EncryptedArchive, Judge(file, RuleMode.Enforce).RefusedBy));
        Assert.Null(Judge(archive, RuleMode.Off).RefusedBy);
    }

    private static byte[][] Wrapped(byte[] file) =>
        [file, Zip.Of(ZipEntry.Stored("x", file)), Zip.Of(ZipEntry.Deflated("x", file)), Zip.Of(ZipEntry.Deflated("x.zip", Zip.Of(ZipEntry.Deflated("x", file)))), Packed.Gzip(Packed.Tar(("x", file))), Tnef.WithAttribute("x", file)];

    private static Outcome Judge(byte[] file, RuleMode unseen) =>
        new EngineJudge(new PolicyOptions { EncryptedArchive = { Unseen = unseen } }).Judge(Family.Inbound("file", Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "a.bin", file)));
}
