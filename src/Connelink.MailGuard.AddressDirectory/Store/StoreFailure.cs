using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Says in our words that a database failed.</summary>
internal static class StoreFailure
{
    public static void Guard(StoreDatabase database, Action act) => Guard(database, () =>
    {
        act();
        return true;
    });

    /// <exception cref="DirectoryException">The database failed.</exception>
    public static T Guard<T>(StoreDatabase database, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (DbException e)
        {
            throw new DirectoryException($"The directory {database.Name} cannot be used: {Explain(e).TrimEnd('.')}", cause: e);
        }
    }

    /// <summary>What the server says of itself; else Npgsql wraps what the network says. SQLite numbers its results (https://sqlite.org/rescode.html).</summary>
    private static string Explain(DbException failure) => failure switch
    {
        PostgresException => failure.Message,
        NpgsqlException { InnerException: { } network } => $"its server does not answer ({network.Message.TrimEnd('.')})",
        SqliteException { SqliteErrorCode: 8 or 14 } => $"{failure.Message.TrimEnd('.')}. Let this user read and write the file and its folder",
        SqliteException { SqliteErrorCode: 11 or 26 } => $"{failure.Message.TrimEnd('.')}. Put a backup in its place, or import an export into a new one",
        _ => failure.Message,
    };
}
