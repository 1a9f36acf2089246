using System.Data.Common;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A weak name that counts for nobody.</summary>
/// <param name="Entries">Addresses of the entries that derive it or have it for their own.</param>
public sealed record SharedName(string Name, IReadOnlyList<string> Entries)
{
    internal static IReadOnlyList<SharedName> Find(DbConnection connection, long? tenant)
    {
        var rows = connection.Query(
            row => (Name: row.GetString(0), Entry: row.GetString(1)),
            """
            SELECT DISTINCT w.key, a.key FROM address w
            JOIN address o ON o.key = w.key AND o.role <= 2 AND o.external = 0
            JOIN address a ON a.tenant = o.tenant AND a.entry = o.entry AND a.role = 0
            WHERE w.role = 2 AND (@tenant = 0 OR w.tenant = @tenant)
            AND EXISTS (SELECT 1 FROM address x WHERE x.key = w.key AND x.role <= 2 AND x.external = 0 AND (x.tenant <> w.tenant OR x.entry <> w.entry))
            ORDER BY w.key, a.key
            """,
            ("@tenant", tenant ?? 0));
        return [.. rows.GroupBy(row => row.Name, row => row.Entry).Select(name => new SharedName(name.Key, [.. name]))];
    }
}
