using System.Data.Common;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Writes what a change does into the change log, item by item, within the change's own transaction.</summary>
internal sealed class ItemWriter(DbConnection connection, long change) : IDisposable
{
    private readonly DbCommand _insert = connection.Command(
        "INSERT INTO change_item (change, position, subject, tenant, entry, name, before, after) " +
        "VALUES (@change, @position, @subject, @tenant, @entry, @name, @before, @after)",
        ("@change", change), ("@position", null), ("@subject", null), ("@tenant", null), ("@entry", null), ("@name", null), ("@before", null), ("@after", null));

    public int Count { get; private set; }

    public void Add(ChangeItem item)
    {
        object?[] values = [Count++, (short)item.Subject, item.Tenant, item.Entry, item.Name, item.Before, item.After];
        for (var i = 0; i < values.Length; i++) _insert.Parameters[i + 1].Value = values[i] ?? DBNull.Value;
        _insert.ExecuteNonQuery();
    }

    public void Dispose() => _insert.Dispose();
}
