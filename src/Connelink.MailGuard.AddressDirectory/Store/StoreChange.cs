using System.Data.Common;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>One change of the directory: all of it or nothing, with who, when, why, before and after in the change log.</summary>
/// <remarks>
/// What is wrong is collected and told by <see cref="Commit"/>, all at once. Reads through the change see what it has done so far. For
/// one thread.
/// </remarks>
public sealed class StoreChange : IDisposable
{
    private readonly StoreDatabase _database;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly EntryWriter _writer;
    private readonly EntryRows _rows;
    private readonly ItemWriter _items;
    private readonly TouchedEntries _touched = new();
    private long _nextId;
    private int _checked;
    private bool _erased;

    internal StoreChange(StoreDatabase database, DbConnection connection, ChangeReason reason)
    {
        (_database, _connection) = (database, connection);
        _transaction = database.BeginWrite(connection);
        connection.Execute("UPDATE state SET version = version + 1"); // The lock: whoever else changes waits here.
        (Number, _nextId) = connection.Query(row => (row.GetInt64(0), row.GetInt64(1)), "SELECT version, next_id FROM state")[0];
        ChangeLog.Begin(connection, Number, reason);
        (_writer, _rows, _items) = (new(connection), new(database, connection), new(connection, Number));
    }

    /// <summary>Of this change, once it is committed.</summary>
    public long Number { get; }

    /// <summary>Things it has changed so far.</summary>
    public int Count => _items.Count;

    internal DbConnection Connection => _connection;

    internal StoreDatabase Database => _database;

    public DirectoryMistakes Mistakes { get; } = new();

    public IReadOnlyList<StoredTenant> Tenants() => TenantRows.All(_connection);

    public IReadOnlyList<StoredSource> Sources(long? tenant = null) => TenantRows.Sources(_connection, tenant);

    public IEnumerable<(long Tenant, EntryDraft Entry)> Entries(long? tenant = null) => _rows.Stream(tenant);

    /// <summary>As <see cref="DirectoryStore.Find"/>.</summary>
    public IReadOnlyList<(long Tenant, EntryDraft Entry)> Find(ReadOnlySpan<byte> key) => EntrySearch.ByName(_database, _connection, Encoding.UTF8.GetString(key));

    /// <summary>Null when there is none with this number.</summary>
    public EntryDraft? Find(long tenant, long id) => _rows.Find(tenant, id);

    /// <summary>Entries in whose lists the address stands.</summary>
    public IReadOnlyList<(long Tenant, EntryDraft Entry)> FindMentions(ReadOnlySpan<byte> key) => EntrySearch.ByMention(_database, _connection, Encoding.UTF8.GetString(key));

    /// <summary>Adds an entry (<see cref="EntryDraft.Id"/> 0), or writes it over the one with its number if that is still of its revision.</summary>
    /// <returns>False when nothing was to be changed, or it has mistakes.</returns>
    public bool Put(long tenant, EntryDraft entry)
    {
        if (!HasShape(entry)) return false;
        var before = entry.Id == 0 ? null : Unchanged(tenant, entry);
        if (entry.Id != 0 && before is null) return false;
        if (before is not null && EntryJson.Text(before) == EntryJson.Text(entry)) return false;

        if (entry.Id == 0) entry.Id = _nextId++;
        Write(tenant, before, entry);
        return true;
    }

    /// <summary>Puts an entry that was removed back under its old number.</summary>
    internal void Restore(long tenant, EntryDraft entry)
    {
        if (HasShape(entry)) Write(tenant, null, entry);
    }

    private void Write(long tenant, EntryDraft? before, EntryDraft entry) => StoreFailure.Guard(_database, () =>
    {
        entry.Revision = Number;
        if (before is null) _writer.Insert(tenant, entry);
        else _writer.Update(tenant, entry);
        _touched.Add(tenant, before, entry);
        _items.Add(new(ChangeSubject.Entry, tenant, entry.Id, NameOf(entry), before is null ? null : EntryJson.Text(before), EntryJson.Text(entry)));
    });

    /// <summary>Removes an entry if it is still of its revision.</summary>
    public void Remove(long tenant, EntryDraft entry)
    {
        if (Unchanged(tenant, entry) is not { } before) return;
        StoreFailure.Guard(_database, () =>
        {
            _writer.Delete(tenant, entry.Id);
            _touched.Remove(tenant, before);
            _items.Add(new(ChangeSubject.Entry, tenant, entry.Id, NameOf(before), EntryJson.Text(before), null));
        });
    }

    /// <summary>Adds a tenant (Id 0) or writes over the one with its Id.</summary>
    /// <returns>The tenant with its Id.</returns>
    public StoredTenant Put(StoredTenant tenant)
    {
        var before = Tenants().FirstOrDefault(known => known.Id == tenant.Id);
        if (tenant.Id == 0) tenant = tenant with { Id = _nextId++ };
        if (before?.Text() == tenant.Text() || !TenantShape.Check(tenant, Tenants(), Mistakes)) return tenant;
        if (before is null) TenantRows.Insert(_connection, tenant);
        else TenantRows.Update(_connection, tenant);
        if (IsAboutEntries(before, tenant)) _touched.AddAll();
        _items.Add(new(ChangeSubject.Tenant, tenant.Id, null, tenant.Name, before?.Text(), tenant.Text()));
        return tenant;
    }

    /// <summary>Whether entries may be wrong that were right: domains have changed hands, or what was user@domain is not any more.</summary>
    private static bool IsAboutEntries(StoredTenant? before, StoredTenant after) => before is null
        ? after.Domains.Count > 0
        : !before.Domains.SequenceEqual(after.Domains) || (before.AllowsTags && !after.AllowsTags);

    /// <summary>Removes a tenant that has no entries and no sources left.</summary>
    public void Remove(StoredTenant tenant)
    {
        if (_rows.Stream(tenant.Id).Any() || Sources(tenant.Id).Count > 0)
        {
            Mistakes.Add(new(0, 0, Refusals.Titled(tenant.Name), "still has entries or sources; remove them first, or erase the tenant"));
            return;
        }
        TenantRows.Delete(_connection, tenant.Id);
        _touched.AddAll();
        _items.Add(new(ChangeSubject.Tenant, tenant.Id, null, tenant.Name, tenant.Text(), null));
    }

    /// <summary>Adds a source, or gives the one of this name other settings.</summary>
    public void Put(StoredSource source)
    {
        var before = Sources(source.Tenant).FirstOrDefault(known => known.Name == source.Name);
        if (before?.Settings == source.Settings) return;
        if (before is null) TenantRows.Insert(_connection, source);
        else TenantRows.Update(_connection, source);
        _items.Add(new(ChangeSubject.Source, source.Tenant, null, source.Name, before?.Settings, source.Settings));
    }

    /// <summary>Removes a source; its entries stay.</summary>
    public void Remove(StoredSource source)
    {
        TenantRows.Delete(_connection, source);
        _items.Add(new(ChangeSubject.Source, source.Tenant, null, source.Name, source.Settings, null));
    }

    /// <summary>Takes a tenant away with all that is of it. Returns how many items of the change log went.</summary>
    internal int Erase(StoredTenant tenant) => StoreFailure.Guard(_database, () =>
    {
        var items = ChangeLog.Forget(_connection, tenant.Id, Number);
        TenantRows.DeleteAll(_connection, tenant.Id);
        _items.Add(new(ChangeSubject.Tenant, tenant.Id, null, tenant.Name, null, null));
        _erased = true;
        return items;
    });

    internal ChangeRecord? LastChangeOf(ChangeItem item) => ChangeLog.LastOf(_connection, item, before: Number);

    /// <summary>Checks the directory as it would be, and makes it so.</summary>
    /// <returns>The change's number; 0 when there was nothing to change, and nothing was.</returns>
    /// <exception cref="DirectoryException">There are mistakes, and nothing was changed.</exception>
    public long Commit()
    {
        if (Mistakes.Count == 0 && Count > 0 && _checked < Count) Check();
        if (Mistakes.Count > 0) throw new DirectoryException($"Nothing was changed: {Mistakes}", Mistakes);
        if (Count == 0) return 0;
        StoreFailure.Guard(_database, () =>
        {
            _connection.Execute("UPDATE state SET next_id = @next", ("@next", _nextId));
            _database.Announce(_connection);
            _transaction.Commit();
            if (_erased) _database.Forget(_connection);
        });
        return Number;
    }

    /// <summary>Checks the directory as it would be without making it so; adds to <see cref="Mistakes"/>.</summary>
    public void Check() => StoreFailure.Guard(_database, () => _touched.Check(_database, _connection, Mistakes));

    /// <summary>The directory as it would be, all of it checked; null when there are mistakes, which are added to <see cref="Mistakes"/>.</summary>
    public DirectorySnapshot? Snapshot()
    {
        var snapshot = StoredSnapshot.Build(_database, _connection, Mistakes, expected: 0, judgesTargets: true);
        _checked = Count;
        return snapshot;
    }

    /// <summary>The directory as the change has it so far, for comparison: what is wrong with it is not told. Null when it cannot be had.</summary>
    public DirectorySnapshot? Unjudged() => StoredSnapshot.Build(_database, _connection, new(), expected: 0, judgesTargets: false);

    public void Dispose()
    {
        _writer.Dispose();
        _items.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private static string NameOf(EntryDraft entry) => Encoding.UTF8.GetString(entry.Address[0]);

    private bool HasShape(EntryDraft entry)
    {
        var told = Mistakes.Count;
        EntryShape.Check(entry, 0, (_, property, text) => Mistakes.Add(new(entry.Line, 0, EntryPlace.Of(entry, property), text)));
        return Mistakes.Count == told;
    }

    /// <summary>What stands there, if it is what the writer has seen; null when it is not, which is a mistake.</summary>
    private EntryDraft? Unchanged(long tenant, EntryDraft entry)
    {
        var stored = _rows.Find(tenant, entry.Id);
        if (stored?.Revision == entry.Revision) return stored;
        var by = ChangeLog.Teller(_connection, entry.Id, stored?.Revision);
        Mistakes.Add(new(entry.Line, 0, EntryPlace.Of(entry), $"was {(stored is null ? "removed" : "changed")} meanwhile{by}; look at it again"));
        return null;
    }
}
