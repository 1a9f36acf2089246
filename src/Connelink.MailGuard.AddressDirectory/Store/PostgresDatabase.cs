using System.Data;
using System.Data.Common;
using Npgsql;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A database of PostgreSQL, which several gateways may share.</summary>
/// <param name="passwordFile">Read for each connection, so that a password can be changed without a restart.</param>
internal sealed class PostgresDatabase(string connectionString, string? passwordFile) : StoreDatabase
{
    /// <summary>What LISTEN and NOTIFY agree on.</summary>
    public const string Channel = "mailguard_directory";

    /// <summary>Any number that no other program uses for its advisory locks in this database.</summary>
    private const long SchemaLock = 0x6D61696C67756172;

    private readonly NpgsqlConnectionStringBuilder _connection = new(connectionString)
    {
        Pooling = false,
        MaxAutoPrepare = 20, // An import repeats a few commands a million times.
    };

    public override string Name => $"{_connection.Database} on {_connection.Host}";

    public override string AtRest => "encrypted if the database's server keeps its files on an encrypted volume: MailGuard cannot see that";

    public override string FindTable => "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = @name";

    public override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(ConnectionString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override DbTransaction BeginWrite(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public override void LockSchema(DbConnection connection) => connection.Execute($"SELECT pg_advisory_xact_lock({SchemaLock})");

    /// <summary>COLLATE "C": keys compare by their octets, as they do in a snapshot.</summary>
    public override string Translate(string schema) =>
        schema.Replace("{id}", "BIGINT").Replace("{octets}", "TEXT COLLATE \"C\"").Replace("{clustered}", "");

    public override ReadOnlySpan<byte> Octets(DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public override void Announce(DbConnection connection) => connection.Execute($"NOTIFY {Channel}");

    public override void Listen(DbConnection connection) => connection.Execute($"LISTEN {Channel}");

    /// <summary>What was announced meanwhile is there already; polling behind it sees what no announcement told.</summary>
    public override void Wait(DbConnection connection, TimeSpan atMost, CancellationToken cancel) =>
        ((NpgsqlConnection)connection).WaitAsync(atMost, cancel).GetAwaiter().GetResult();

    public override void Forget(DbConnection connection) => connection.Execute("VACUUM address, entry, source, domain, tenant, change_item");

    private string ConnectionString()
    {
        if (passwordFile is null) return _connection.ToString();
        try
        {
            return new NpgsqlConnectionStringBuilder(_connection.ToString()) { Password = File.ReadAllText(passwordFile).Trim() }.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"The password of the directory {Name} cannot be read: {e.Message}", cause: e);
        }
    }
}
