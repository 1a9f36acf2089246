using System.Data.Common;
using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Puts entries into their rows. Its commands are prepared once: an import writes a million.</summary>
internal sealed class EntryWriter : IDisposable
{
    private readonly DbCommand _insert;
    private readonly DbCommand _update;
    private readonly DbCommand _delete;
    private readonly DbCommand _insertAddress;
    private readonly DbCommand _deleteAddresses;

    public EntryWriter(DbConnection connection)
    {
        const string Columns = "@kind, @plan, @language, @multi_purpose, @application, @source, @source_key, @revision";
        _insert = Prepare(connection,
            "INSERT INTO entry (kind, plan, language, multi_purpose, application, source, source_key, revision, tenant, id) " +
            $"VALUES ({Columns}, @tenant, @id)", Columns, "@tenant, @id");
        _update = Prepare(connection,
            $"UPDATE entry SET (kind, plan, language, multi_purpose, application, source, source_key, revision) = ({Columns}) " +
            "WHERE tenant = @tenant AND id = @id", Columns, "@tenant, @id");
        _delete = Prepare(connection, "DELETE FROM entry WHERE tenant = @tenant AND id = @id", "@tenant, @id");
        _insertAddress = Prepare(connection,
            "INSERT INTO address (tenant, entry, role, position, key, external) VALUES (@tenant, @id, @role, @position, @key, @external)",
            "@tenant, @id, @role, @position, @key, @external");
        _deleteAddresses = Prepare(connection, "DELETE FROM address WHERE tenant = @tenant AND entry = @id", "@tenant, @id");
    }

    public void Insert(long tenant, EntryDraft entry)
    {
        Run(_insert, [.. ColumnsOf(entry), tenant, entry.Id]);
        InsertAddresses(tenant, entry);
    }

    public void Update(long tenant, EntryDraft entry)
    {
        Run(_deleteAddresses, tenant, entry.Id);
        Run(_update, [.. ColumnsOf(entry), tenant, entry.Id]);
        InsertAddresses(tenant, entry);
    }

    public void Delete(long tenant, long id) => Run(_delete, tenant, id);

    public void Dispose()
    {
        foreach (var command in new[] { _insert, _update, _delete, _insertAddress, _deleteAddresses }) command.Dispose();
    }

    private static object?[] ColumnsOf(EntryDraft entry) =>
    [
        (short)entry.Kind!, (short)entry.Plan, (short?)entry.Language, (short)(entry.IsMultiPurpose ? 1 : 0),
        entry.Application is null ? null : TermsOf(entry), entry.Source, entry.SourceKey, entry.Revision,
    ];

    /// <summary>As a part of the JSON form that stands for itself.</summary>
    private static string TermsOf(EntryDraft entry) => EntryJson.Text(new EntryDraft { Application = entry.Application });

    private void InsertAddresses(long tenant, EntryDraft entry)
    {
        var external = (short)(entry.Kind == EntryKind.External ? 1 : 0);
        foreach (var role in AddressRoles.All)
        {
            var keys = entry.ListOf(role);
            for (var i = 0; i < keys.Count; i++) Run(_insertAddress, tenant, entry.Id, (short)role, i, Encoding.UTF8.GetString(keys[i]), external);
        }
    }

    private static DbCommand Prepare(DbConnection connection, string text, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in parameters.SelectMany(names => names.Split(", ")))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static void Run(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
