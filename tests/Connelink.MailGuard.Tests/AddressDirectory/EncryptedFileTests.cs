using System.Runtime.Versioning;
using System.Security.Cryptography;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Encryption;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory;

/// <summary>Files that are encrypted at rest, and the keys for them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EncryptedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-keys-").FullName;

    private string Secret => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(EncryptedFile.ChunkOctets - 1)]
    [InlineData(EncryptedFile.ChunkOctets)]
    [InlineData(EncryptedFile.ChunkOctets + 1)]
    [InlineData((2 * EncryptedFile.ChunkOctets) + 77)]
    public void What_was_written_is_read_and_cannot_be_seen(int octets)
    {
        var plain = RandomNumberGenerator.GetBytes(octets);
        var keys = Keys("2026");
        Write(keys, plain);
        Assert.Equal(plain, Read(keys));
        if (octets > 16) Assert.True(File.ReadAllBytes(Secret).AsSpan().IndexOf(plain.AsSpan(0, 16)) < 0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Secret));
    }

    [Fact]
    public void Any_octet_that_is_changed_cut_off_or_added_is_noticed()
    {
        var keys = Keys("2026");
        Write(keys, RandomNumberGenerator.GetBytes(EncryptedFile.ChunkOctets + 100));
        var good = File.ReadAllBytes(Secret);
        foreach (var at in new[] { 0, 5, 19, 21, 30, 70, EncryptedFile.ChunkOctets, good.Length - 1 })
        {
            var bad = good.ToArray();
            bad[at] ^= 1;
            Assert.Throws<DirectoryException>(() => ReadOctets(keys, bad));
        }
        foreach (var length in new[] { 0, 10, 60, 100, EncryptedFile.ChunkOctets + 72, good.Length - 117, good.Length - 1 }) Assert.Throws<DirectoryException>(() => ReadOctets(keys, good[..length]));
        Assert.Throws<DirectoryException>(() => ReadOctets(keys, [.. good, 0]));
    }

    [Fact]
    public void A_new_key_encrypts_and_the_old_one_still_decrypts()
    {
        Write(Keys("2026"), [1, 2, 3]);
        var both = Keys("2026", "2027");
        Assert.Equal([1, 2, 3], Read(both));
        Write(both, [4]);
        Assert.Equal([4], Read(Keys("2027")));
        Assert.Contains("The key '2027' is not in the key file any more", Assert.Throws<DirectoryException>(() => Read(Keys("2026"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_key_file_is_told_with_all_that_is_wrong()
    {
        var file = KeyFile("# a comment\n\none\ntwo dG9vIHNob3J0\n2026 " + KeyOf("2026") + "\n2026 " + KeyOf("2026") + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var message = Assert.Throws<DirectoryException>(() => MasterKeys.Read(file)).Message;
        Assert.Contains("others may read or change it; run: chmod 600", message, StringComparison.Ordinal);
        Assert.Contains("line 3 is no key; ", message, StringComparison.Ordinal);
        Assert.Contains("line 4 is no key; ", message, StringComparison.Ordinal);
        Assert.Contains("line 6: the name '2026' stands twice", message, StringComparison.Ordinal);
        Assert.Contains("there is no key in it", Assert.Throws<DirectoryException>(() => MasterKeys.Read(KeyFile("# none\n"))).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryException>(() => MasterKeys.Read(Path.Combine(_folder, "missing")));
    }

    private void Write(MasterKeys keys, byte[] plain) => EncryptedFile.Write(Secret, keys, stream => stream.Write(plain));

    private byte[] Read(MasterKeys keys) => EncryptedFile.Read(Secret, keys, stream =>
    {
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    });

    private byte[] ReadOctets(MasterKeys keys, byte[] file)
    {
        File.WriteAllBytes(Secret, file);
        return Read(keys);
    }

    private MasterKeys Keys(params string[] names) => MasterKeys.Read(KeyFile(string.Concat(names.Select(name => $"{name} {KeyOf(name)}\n"))));

    private static string KeyOf(string name) => Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name)));

    private string KeyFile(string text)
    {
        var file = Path.Combine(_folder, $"keys-{Guid.NewGuid():N}");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
