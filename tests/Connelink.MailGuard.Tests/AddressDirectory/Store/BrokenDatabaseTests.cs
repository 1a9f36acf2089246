using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>A database file that is not, or no longer, one: the reason and the mend, and the file stays as it is.</summary>
public sealed class BrokenDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-broken-").FullName;

    private string FileName => Path.Combine(_folder, "directory.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Another_file_is_no_database()
    {
        File.WriteAllText(FileName, string.Concat(Enumerable.Repeat("address;kind\n", 100)));
        Assert.Contains("Put a backup in its place, or import an export into a new one", Opening().Message, StringComparison.Ordinal);
        Assert.StartsWith("address;kind\n", File.ReadAllText(FileName), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        Directory.Delete(_folder);
        try
        {
            Assert.Contains(_folder, Opening().Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.CreateDirectory(_folder);
        }
    }

    private DirectoryException Opening() => Assert.Throws<DirectoryException>(() => DirectoryStore.Open(new() { Provider = DirectoryOptions.Sqlite, Path = FileName }));
}
