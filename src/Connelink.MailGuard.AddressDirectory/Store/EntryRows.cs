using System.Data.Common;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Entries out of their rows: one for each address of an entry, in order.</summary>
internal sealed class EntryRows(StoreDatabase database, DbConnection connection)
{
    private const string Select =
        "SELECT e.tenant, e.id, a.role, a.key, e.kind, e.plan, e.language, e.multi_purpose, e.application, e.source, e.source_key, e.revision " +
        "FROM entry e JOIN address a ON a.tenant = e.tenant AND a.entry = e.id ";

    private const string Order = " ORDER BY e.tenant, e.id, a.role, a.position";

    private DbCommand? _find;

    /// <summary>All entries of a tenant, or of all tenants one after the other. The draft is used again for the next.</summary>
    public IEnumerable<(long Tenant, EntryDraft Entry)> Stream(long? tenant) => Read(tenant is { } one
        ? connection.Command($"{Select}WHERE e.tenant = @tenant{Order}", ("@tenant", one))
        : connection.Command(Select + Order));

    /// <summary>All entries of a tenant by their addresses: the same order whenever and however they came in.</summary>
    public IEnumerable<(long Tenant, EntryDraft Entry)> StreamByAddress(long tenant) => Read(connection.Command(
        $"{Select}JOIN address o ON o.tenant = e.tenant AND o.entry = e.id AND o.role = 0 WHERE e.tenant = @tenant ORDER BY o.key, e.id, a.role, a.position", ("@tenant", tenant)));

    private IEnumerable<(long Tenant, EntryDraft Entry)> Read(DbCommand query)
    {
        using var command = query;
        command.CommandTimeout = 0; // A directory of millions takes as long as it takes.
        using var reader = command.ExecuteReader();
        var entry = new EntryDraft();
        long owner = 0;
        while (reader.Read())
        {
            var id = reader.GetInt64(1);
            if (id != entry.Id)
            {
                if (entry.Id != 0) yield return (owner, entry);
                owner = reader.GetInt64(0);
                Begin(entry, id, reader);
            }
            entry.ListOf((AddressRole)reader.GetInt16(2)).Add(database.Octets(reader, 3));
        }
        if (entry.Id != 0) yield return (owner, entry);
    }

    /// <summary>Null when there is none.</summary>
    public EntryDraft? Find(long tenant, long id)
    {
        // Kept: an import asks for a million.
        _find ??= connection.Command($"{Select}WHERE e.tenant = @tenant AND e.id = @id{Order}", ("@tenant", tenant), ("@id", id));
        (_find.Parameters[0].Value, _find.Parameters[1].Value) = (tenant, id);
        using var reader = _find.ExecuteReader();
        EntryDraft? entry = null;
        while (reader.Read())
        {
            if (entry is null) Begin(entry = new EntryDraft(), id, reader);
            entry.ListOf((AddressRole)reader.GetInt16(2)).Add(database.Octets(reader, 3));
        }
        return entry;
    }

    private static void Begin(EntryDraft entry, long id, DbDataReader reader)
    {
        entry.Clear();
        (entry.Id, entry.Kind, entry.Plan) = (id, (EntryKind)reader.GetInt16(4), (Plan)reader.GetInt16(5));
        entry.Language = reader.IsDBNull(6) ? null : (Language)reader.GetInt16(6);
        entry.IsMultiPurpose = reader.GetInt16(7) != 0;
        entry.Application = reader.Text(8) is { } terms ? EntryJson.Read(terms).Application : null;
        (entry.Source, entry.SourceKey, entry.Revision) = (reader.Text(9), reader.Text(10), reader.GetInt64(11));
    }
}
