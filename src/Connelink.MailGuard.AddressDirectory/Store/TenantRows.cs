using System.Data.Common;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Tenants, their domains and sources, out of their rows and into them.</summary>
internal static class TenantRows
{
    public static IReadOnlyList<StoredTenant> All(DbConnection connection)
    {
        var domains = connection
            .Query(row => (Tenant: row.GetInt64(0), Name: row.GetString(1)), "SELECT tenant, name FROM domain ORDER BY tenant, position")
            .ToLookup(domain => domain.Tenant, domain => domain.Name);
        return connection.Query(
            row => new StoredTenant(
                row.GetInt64(0), row.GetString(1), (Language)row.GetInt16(2), row.GetInt16(3) != 0, row.GetInt16(4) != 0, [.. domains[row.GetInt64(0)]]),
            "SELECT id, name, language, tags, suspended FROM tenant ORDER BY id");
    }

    public static IReadOnlyList<StoredSource> Sources(DbConnection connection, long? tenant) => tenant is { } one
        ? connection.Query(Source, "SELECT tenant, name, settings, status FROM source WHERE tenant = @tenant ORDER BY name", ("@tenant", one))
        : connection.Query(Source, "SELECT tenant, name, settings, status FROM source ORDER BY tenant, name");

    public static void Insert(DbConnection connection, StoredTenant tenant)
    {
        connection.Execute(
            "INSERT INTO tenant (id, name, language, tags, suspended) VALUES (@id, @name, @language, @tags, @suspended)", Parameters(tenant));
        InsertDomains(connection, tenant);
    }

    public static void Update(DbConnection connection, StoredTenant tenant)
    {
        connection.Execute(
            "UPDATE tenant SET name = @name, language = @language, tags = @tags, suspended = @suspended WHERE id = @id", Parameters(tenant));
        connection.Execute("DELETE FROM domain WHERE tenant = @tenant", ("@tenant", tenant.Id));
        InsertDomains(connection, tenant);
    }

    public static void Delete(DbConnection connection, long tenant)
    {
        connection.Execute("DELETE FROM domain WHERE tenant = @tenant", ("@tenant", tenant));
        connection.Execute("DELETE FROM tenant WHERE id = @tenant", ("@tenant", tenant));
    }

    /// <summary>With all that is of it.</summary>
    public static void DeleteAll(DbConnection connection, long tenant)
    {
        foreach (var table in (ReadOnlySpan<string>)["address", "entry", "source"]) connection.Execute($"DELETE FROM {table} WHERE tenant = @tenant", ("@tenant", tenant));
        Delete(connection, tenant);
    }

    public static void Insert(DbConnection connection, StoredSource source) =>
        connection.Execute("INSERT INTO source (tenant, name, settings) VALUES (@tenant, @name, @settings)", Parameters(source));

    public static void Update(DbConnection connection, StoredSource source) =>
        connection.Execute("UPDATE source SET settings = @settings WHERE tenant = @tenant AND name = @name", Parameters(source));

    public static void Delete(DbConnection connection, StoredSource source) =>
        connection.Execute("DELETE FROM source WHERE tenant = @tenant AND name = @name", ("@tenant", source.Tenant), ("@name", source.Name));

    private static (string, object?)[] Parameters(StoredSource source) =>
        [("@tenant", source.Tenant), ("@name", source.Name), ("@settings", source.Settings)];

    private static StoredSource Source(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Text(3));

    private static (string, object?)[] Parameters(StoredTenant tenant) =>
    [
        ("@id", tenant.Id), ("@name", tenant.Name), ("@language", (short)tenant.Language),
        ("@tags", (short)(tenant.AllowsTags ? 1 : 0)), ("@suspended", (short)(tenant.IsSuspended ? 1 : 0)),
    ];

    private static void InsertDomains(DbConnection connection, StoredTenant tenant)
    {
        for (var i = 0; i < tenant.Domains.Count; i++)
        {
            connection.Execute(
                "INSERT INTO domain (name, tenant, position) VALUES (@name, @tenant, @position)",
                ("@name", tenant.Domains[i]), ("@tenant", tenant.Id), ("@position", (long)i));
        }
    }
}
