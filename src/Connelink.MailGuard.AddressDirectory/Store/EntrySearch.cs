using System.Data.Common;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Finds entries by an address that stands in them.</summary>
internal static class EntrySearch
{
    /// <summary>By address or alias, else by weak name. A tenant's own before external persons.</summary>
    public static IReadOnlyList<(long Tenant, EntryDraft Entry)> ByName(StoreDatabase database, DbConnection connection, string key)
    {
        var found = Find(database, connection, key, AddressRole.Address, AddressRole.Alias);
        return found.Count > 0 ? found : Find(database, connection, key, AddressRole.WeakName, AddressRole.WeakName);
    }

    /// <summary>All that have the name in any way: address, alias or weak name.</summary>
    public static IReadOnlyList<(long Tenant, EntryDraft Entry)> Holders(StoreDatabase database, DbConnection connection, string key) =>
        Find(database, connection, key, AddressRole.Address, AddressRole.WeakName);

    /// <summary>Entries in whose lists it stands: groups, redirects, mailboxes, persons.</summary>
    public static IReadOnlyList<(long Tenant, EntryDraft Entry)> ByMention(StoreDatabase database, DbConnection connection, string key) =>
        Find(database, connection, key, AddressRole.Target, AddressRole.MaySendAs);

    private static List<(long Tenant, EntryDraft Entry)> Find(StoreDatabase database, DbConnection connection, string key, AddressRole first, AddressRole last)
    {
        var places = connection.Query(
            row => (Tenant: row.GetInt64(0), Id: row.GetInt64(1)),
            "SELECT DISTINCT tenant, entry, external FROM address WHERE key = @key AND role >= @first AND role <= @last ORDER BY external, tenant, entry",
            ("@key", key), ("@first", (short)first), ("@last", (short)last));
        var rows = new EntryRows(database, connection);
        return [.. places.Select(place => (place.Tenant, rows.Find(place.Tenant, place.Id)!))];
    }
}
