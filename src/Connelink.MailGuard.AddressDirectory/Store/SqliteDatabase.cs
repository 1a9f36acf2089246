using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A file of SQLite, in WAL mode: readers never wait for the writer.</summary>
/// <param name="creates">Whether it is made when it is not there. A gateway does not: an empty directory would refuse all mail.</param>
internal sealed class SqliteDatabase(string path, bool creates) : StoreDatabase
{
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        ForeignKeys = true,
        Pooling = false,
    }.ToString();

    public override string Name => path;

    public override string AtRest => "not encrypted by MailGuard: keep it on an encrypted volume";

    public override string FindTable => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = @name";

    public override DbConnection Connect()
    {
        Create();
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("PRAGMA synchronous = FULL"); // What was said to be changed survives a power failure.
            connection.Execute("PRAGMA secure_delete = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <summary>A transaction that writes has the whole file.</summary>
    public override void LockSchema(DbConnection connection)
    {
    }

    public override string Translate(string schema) =>
        schema.Replace("{id}", "INTEGER").Replace("{octets}", "TEXT").Replace("{clustered}", "WITHOUT ROWID");

    public override ReadOnlySpan<byte> Octets(DbDataReader reader, int column) => raw.sqlite3_column_blob(((SqliteDataReader)reader).Handle, column);

    /// <summary>Nobody can be told across processes: they look at the version of the state.</summary>
    public override void Announce(DbConnection connection)
    {
    }

    public override void Listen(DbConnection connection)
    {
    }

    public override void Wait(DbConnection connection, TimeSpan atMost, CancellationToken cancel) => cancel.WaitHandle.WaitOne(atMost);

    /// <summary>Deleted rows were overwritten (secure_delete); what the write-ahead log still holds of them goes too.</summary>
    public override void Forget(DbConnection connection) => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>SQLite would make a file that all may read; what it puts beside it later has the rights of the file.</summary>
    private void Create()
    {
        if (Path.Exists(path)) return;
        if (!creates) throw new DirectoryException($"There is no directory {path}; make it with: mailguard directory tenant create");
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"The directory {path} cannot be made: {e.Message.TrimEnd('.')}", cause: e);
        }
    }
}
