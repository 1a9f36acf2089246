using System.Data.Common;

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
            throw new DirectoryException($"The directory {database.Name} cannot be used: {e.Message.TrimEnd('.')}", cause: e);
        }
    }
}
