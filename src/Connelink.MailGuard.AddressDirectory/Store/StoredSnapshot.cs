using System.Data.Common;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Makes a snapshot of what a database holds, by the same builder that judges files.</summary>
internal static class StoredSnapshot
{
    /// <summary>Null when there were mistakes.</summary>
    /// <param name="judgesTargets">See <see cref="SnapshotBuilder.Build"/>.</param>
    public static DirectorySnapshot? Build(StoreDatabase database, DbConnection connection, DirectoryMistakes mistakes, int expected, bool judgesTargets)
    {
        var builder = new SnapshotBuilder(mistakes, expected);
        var entries = new SnapshotRows(database, connection);
        foreach (var tenant in TenantRows.All(connection))
        {
            Open(builder, tenant);
            foreach (var entry in entries.Stream(tenant.Id)) builder.Add(entry);
        }
        return builder.Build(judgesTargets);
    }

    public static void Open(SnapshotBuilder builder, StoredTenant tenant)
    {
        var draft = builder.OpenTenant();
        (draft.Name, draft.Language, draft.AllowsTags, draft.IsSuspended) = (tenant.Name, tenant.Language, tenant.AllowsTags, tenant.IsSuspended);
        foreach (var domain in tenant.Domains) builder.AddDomain(Encoding.UTF8.GetBytes(domain), new(0, 0, $"tenant '{tenant.Name}'", ""));
    }
}
