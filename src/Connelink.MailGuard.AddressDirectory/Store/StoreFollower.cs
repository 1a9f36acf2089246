using System.Data.Common;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A connection that is kept to hear of changes.</summary>
internal sealed class StoreFollower(StoreDatabase database) : IDisposable
{
    private DbConnection? _connection;

    /// <summary>The number of the last change.</summary>
    /// <exception cref="DirectoryException">The database is away; the next call tries to connect again.</exception>
    public long Version() => Guard(connection => (long)connection.Scalar("SELECT version FROM state")!);

    /// <summary>Returns at a change, where the database tells of them, or when the time is over.</summary>
    public void Wait(TimeSpan atMost, CancellationToken cancel) => Guard(connection =>
    {
        database.Wait(connection, atMost, cancel);
        return true;
    });

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private T Guard<T>(Func<DbConnection, T> act)
    {
        try
        {
            return StoreFailure.Guard(database, () => act(_connection ??= Connect()));
        }
        catch (DirectoryException)
        {
            Dispose();
            throw;
        }
    }

    private DbConnection Connect()
    {
        var connection = database.Connect();
        database.Listen(connection);
        return connection;
    }
}
