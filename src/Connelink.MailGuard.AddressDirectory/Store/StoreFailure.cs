using System.Data.Common;
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

    /// <summary>What the server says of itself; else Npgsql wraps what the network says.</summary>
    private static string Explain(DbException failure) => failure is NpgsqlException and not PostgresException && failure.InnerException is { } network
        ? $"its server does not answer ({network.Message.TrimEnd('.')})"
        : failure.Message;
}
