using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Tests.Archives;
using static Connelink.MailGuard.Archives.ArchiveFindings;
using static Connelink.MailGuard.IntegrationTests.Support.Archivers;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>RAR archives are to us what they are to programs that open them. Those that make them are not free: ours are made by hand.</summary>
public sealed class RarReaderTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5_000).Select(static i => (byte)(i * i >> 3))];

    private static readonly byte[][] Clear =
    [
        Rar.Version4(0, (0, Content)), Rar.Version4(0, (0x100, Content)),
        Rar.Version5(false, ([], Content)), Rar.Version5(false, (Rar.TimeRecord, Content)), Rar.Version5(false, (Rar.UnknownRecord(70_000), Content)),
    ];

    private static readonly byte[][] WithPassword =
    [
        Rar.Version4(0, (4, Content)), Rar.Version4(0x80), Rar.Version5(true),
        Rar.Version5(false, (Rar.EncryptionRecord, Content)),
    ];

    /// <summary>What takes a file out, and how many of the archives with a password it asks one for, or says that it cannot undo encryption.</summary>
    /// <remarks>libarchive, which is in two of them, hands out a stored file that is encrypted as it is: of that they say nothing.</remarks>
    public static TheoryData<string, string, int> Openers => new()
    {
        { "unar", "unar -quiet -force-rename", 4 }, { "unrar-free", "unrar-free -x", 2 }, { "bsdtar", "bsdtar -xf", 2 },
    };

    [Theory]
    [MemberData(nameof(Openers))]
    public async Task What_opens_without_a_password_is_clear(string program, string command, int asking)
    {
        Programs.Require(program);
        Assert.NotEqual(0, asking);
        foreach (var archive in Clear)
        {
            var (taken, said) = await OpenAsync(command, archive);
            Assert.True(taken is not null && taken.AsSpan().SequenceEqual(Content), $"{Array.IndexOf(Clear, archive)}: {said}");
            Assert.Equal(None, Inspect(archive) & ~Unseen);
        }
    }

    [Theory]
    [MemberData(nameof(Openers))]
    public async Task What_asks_for_a_password_is_found(string program, string command, int asking)
    {
        Programs.Require(program);
        foreach (var archive in WithPassword)
        {
            var (_, said) = await OpenAsync(command, archive);
            if (said.Contains("password", StringComparison.OrdinalIgnoreCase) || said.Contains("encryption", StringComparison.OrdinalIgnoreCase)) asking--;
            Assert.Equal(EncryptedRar, Inspect(archive) & ~Unseen);
        }
        Assert.Equal(0, asking);
    }

    /// <summary>An encrypted ZIP stored in one: what others take out is what was looked at.</summary>
    [Theory]
    [MemberData(nameof(Openers))]
    public async Task They_hold_what_was_stored_in_them(string program, string command, int asking)
    {
        Programs.Require(program);
        Assert.NotEqual(0, asking);
        // libarchive takes a file for the ZIP that it finds near the end.
        byte[] file = [.. await MakeAsync("zip -q -P secret out.zip a.txt"), .. new byte[200_000]];
        foreach (var archive in new[] { Rar.Version4(0, (0, file)), Rar.Version5(false, (Rar.TimeRecord, file)) })
        {
            Assert.Equal(EncryptedZip, Inspect(archive) & ~Unseen);
            Assert.Equal(file, (await OpenAsync(command, archive)).Taken);
        }
    }

    /// <summary>The Unarchiver must see them as we do.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_Unarchiver_sees_what_is_encrypted(bool isEncrypted)
    {
        Programs.Require("lsar");
        using var folder = new TempFolder();
        byte[][] archives = isEncrypted
            ? [Rar.Version4(0, (4, new byte[100])), Rar.Version5(false, (Rar.EncryptionRecord, new byte[100]))]
            : [Rar.Version4(0, (0, new byte[100])), Rar.Version5(false, (Rar.TimeRecord, new byte[100]))];
        foreach (var archive in archives)
        {
            await File.WriteAllBytesAsync(folder.PathOf("out"), archive, TestContext.Current.CancellationToken);
            var listing = await RunAsync(folder.Name, "lsar -json out");
            Assert.Contains("\"XADFileName\": \"a.txt\"", listing, StringComparison.Ordinal);
            Assert.Equal(isEncrypted, listing.Contains("\"XADIsEncrypted\": 1", StringComparison.Ordinal));
            Assert.Equal(isEncrypted ? EncryptedRar : None, Inspect(archive) & ~Unseen);
        }
    }

    /// <summary>The one file that was taken out, where one was, and all that the program said.</summary>
    private static async Task<(byte[]? Taken, string Said)> OpenAsync(string command, byte[] archive)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.PathOf("out.rar"), archive);
        var said = await RunAsync(folder.Name, $"mkdir x && cd x && {command} ../out.rar 2>&1 || true");
        var taken = Directory.GetFiles(folder.PathOf("x"), "*", SearchOption.AllDirectories);
        return (taken.Length == 1 ? await File.ReadAllBytesAsync(taken[0]) : null, said);
    }
}
