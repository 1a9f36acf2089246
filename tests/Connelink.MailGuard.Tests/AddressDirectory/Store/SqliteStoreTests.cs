using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>A store in SQLite.</summary>
public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-store-").FullName;

    protected override DirectoryOptions Options => new() { Provider = DirectoryOptions.Sqlite, Path = Path.Combine(_folder, "directory.db") };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
