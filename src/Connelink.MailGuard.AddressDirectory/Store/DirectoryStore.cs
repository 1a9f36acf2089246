using System.Data.Common;
using System.Globalization;
using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>The declared addresses in a database: read, or changed by one change at a time.</summary>
/// <remarks>Opens a connection for each call and holds none: a database that is restarted is simply there again. Safe for all threads.</remarks>
public sealed class DirectoryStore
{
    private readonly StoreDatabase _database;

    private DirectoryStore(StoreDatabase database) => _database = database;

    /// <summary>For people: which database this is.</summary>
    public string Name => _database.Name;

    /// <summary>Opens the database that the options name, and brings its schema up to date.</summary>
    /// <param name="creates">Whether an embedded database is made when it is not there.</param>
    /// <exception cref="DirectoryException">It cannot be opened.</exception>
    public static DirectoryStore Open(DirectoryOptions options, bool creates = true)
    {
        var store = new DirectoryStore(StoreDatabases.Of(options, creates));
        using var connection = store.Connect();
        store.Guard(() => SchemaMigrations.Apply(store._database, connection));
        return store;
    }

    /// <summary>The number of the last change; 0 when there was none.</summary>
    public long Version() => Ask(connection => (long)connection.Scalar("SELECT version FROM state")!);

    /// <summary>In the order of their making.</summary>
    public IReadOnlyList<StoredTenant> Tenants() => Ask(TenantRows.All);

    /// <summary>How many entries each tenant has.</summary>
    public IReadOnlyDictionary<long, long> EntryCounts() => Ask(connection => connection
        .Query(row => (Tenant: row.GetInt64(0), Entries: row.GetInt64(1)), "SELECT tenant, count(*) FROM entry GROUP BY tenant")
        .ToDictionary(count => count.Tenant, count => count.Entries));

    /// <summary>Of one tenant, or of all.</summary>
    public IReadOnlyList<StoredSource> Sources(long? tenant = null) => Ask(connection => TenantRows.Sources(connection, tenant));

    /// <summary>Notes what a source's synchronisation says of itself: no change of the directory.</summary>
    public void SetStatus(StoredSource source, string? status) => Ask(connection => connection.Execute(
        "UPDATE source SET status = @status WHERE tenant = @tenant AND name = @name",
        ("@status", status), ("@tenant", source.Tenant), ("@name", source.Name)));

    /// <summary>As <see cref="SetStatus"/>, if the status is still what the source was read with: so one of several nodes takes a lease.</summary>
    public bool ReplaceStatus(StoredSource source, string status) => Ask(connection => connection.Execute(
        "UPDATE source SET status = @status WHERE tenant = @tenant AND name = @name AND COALESCE(status, '') = @known",
        ("@status", status), ("@tenant", source.Tenant), ("@name", source.Name), ("@known", source.Status ?? ""))) == 1;

    /// <summary>What was changed, by whom and why.</summary>
    public IReadOnlyList<ChangeRecord> Log(ChangeFilter filter) => Ask(connection => ChangeLog.Find(connection, filter));

    /// <summary>What one change did, in order.</summary>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<ChangeItem> Items(long change, int limit) => Ask(connection => ChangeLog.Items(connection, change, limit));

    /// <summary>Weak names that nobody has, since two entries derive them or one has the name for its own.</summary>
    public IReadOnlyList<SharedName> SharedNames(long? tenant = null) => Ask(connection => SharedName.Find(connection, tenant));

    /// <summary>All entries of a tenant, or of all tenants one after the other, streaming: the draft is used again for the next.</summary>
    public IEnumerable<(long Tenant, EntryDraft Entry)> Entries(long? tenant = null)
    {
        using var connection = Connect();
        using var transaction = _database.BeginRead(connection);
        foreach (var row in new EntryRows(_database, connection).Stream(tenant)) yield return row;
    }

    /// <summary>Tenants with all their entries, of one state of the directory, streaming.</summary>
    /// <param name="end">Called after a tenant's last entry.</param>
    public void ReadAll(Action<StoredTenant> begin, Action<EntryDraft> entry, Action end)
    {
        using var connection = Connect();
        Guard(() =>
        {
            using var transaction = _database.BeginRead(connection);
            var rows = new EntryRows(_database, connection);
            foreach (var tenant in TenantRows.All(connection))
            {
                begin(tenant);
                foreach (var (_, draft) in rows.Stream(tenant.Id)) entry(draft);
                end();
            }
        });
    }

    /// <summary>Everything in the directory to a writer, in an order that depends on nothing but what is there.</summary>
    /// <param name="tenant">The name of one tenant; null: all.</param>
    /// <param name="at">As it was then; null: as it is.</param>
    public void Export(IDirectoryWriter writer, string? tenant = null, DateTimeOffset? at = null)
    {
        using var connection = Connect();
        Guard(() =>
        {
            using var transaction = _database.BeginRead(connection);
            var past = at is { } time ? new PastState(connection, time) : null;
            var rows = new EntryRows(_database, connection);
            var tenants = TenantRows.All(connection);
            foreach (var stored in (past?.Tenants(tenants) ?? tenants).OrderBy(stored => stored.Name, StringComparer.Ordinal))
            {
                if (tenant is not null && !stored.Name.Equals(tenant, StringComparison.OrdinalIgnoreCase)) continue;
                var sources = TenantRows.Sources(connection, stored.Id);
                writer.OpenTenant(stored.Draft(past?.Sources(stored.Id, sources) ?? sources), stored.Domains);
                var entries = rows.StreamByAddress(stored.Id).Select(row => row.Entry);
                foreach (var entry in past?.Entries(stored.Id, entries) ?? entries) writer.Add(entry);
            }
            writer.Complete();
        });
    }

    /// <summary>Addresses and aliases that begin so, a few: for completion at a prompt.</summary>
    public IReadOnlyList<string> StartingWith(string prefix, int limit) => Ask(connection => connection.Query(
        row => row.GetString(0),
        "SELECT DISTINCT key FROM address WHERE key >= @from AND key < @to AND role <= @alias ORDER BY key LIMIT @limit",
        ("@from", prefix), ("@to", prefix + "\uFFFF"), ("@alias", (short)AddressRole.Alias), ("@limit", (long)limit)));

    /// <summary>Undeclared addresses that an administrator decided not to declare.</summary>
    public IReadOnlyList<string> Refused() => Ask(connection => connection.Query(row => row.GetString(0), "SELECT key FROM refused_address ORDER BY key"));

    /// <summary>Remembers, or forgets, that addresses are not to be declared. No change of the directory: rules know nothing of it.</summary>
    /// <returns>How many of them were news.</returns>
    public int Refuse(IEnumerable<string> keys, ChangeReason reason, bool forget = false)
    {
        using var connection = Connect();
        return Guard(() =>
        {
            using var transaction = _database.BeginWrite(connection);
            var count = keys.Sum(key => forget
                ? connection.Execute("DELETE FROM refused_address WHERE key = @key", ("@key", key))
                : connection.Execute(
                    "INSERT INTO refused_address (key, at, who, reason) VALUES (@key, @at, @who, @reason) ON CONFLICT (key) DO NOTHING",
                    ("@key", key), ("@at", DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture)), ("@who", reason.Who), ("@reason", reason.Reason)));
            transaction.Commit();
            return count;
        });
    }

    /// <summary>Who has this address or alias, else this weak name. More than one only for external persons and weak names; a tenant's own come first.</summary>
    public IReadOnlyList<(long Tenant, EntryDraft Entry)> Find(ReadOnlySpan<byte> key)
    {
        var text = Encoding.UTF8.GetString(key);
        return Ask(connection => EntrySearch.ByName(_database, connection, text));
    }

    /// <summary>Entries in whose lists the address stands.</summary>
    public IReadOnlyList<(long Tenant, EntryDraft Entry)> FindMentions(ReadOnlySpan<byte> key)
    {
        var text = Encoding.UTF8.GetString(key);
        return Ask(connection => EntrySearch.ByMention(_database, connection, text));
    }

    /// <summary>The snapshot that rules read, of one state of the directory.</summary>
    /// <param name="expected">Addresses that are likely to come; only for speed.</param>
    /// <exception cref="DirectoryException">It cannot be read, or something else than this program wrote to it and made mistakes.</exception>
    public (DirectorySnapshot Snapshot, long Version) Load(int expected = 0)
    {
        using var connection = Connect();
        return Guard(() =>
        {
            using var transaction = _database.BeginRead(connection);
            var version = (long)connection.Scalar("SELECT version FROM state")!;
            var mistakes = new DirectoryMistakes();
            var snapshot = StoredSnapshot.Build(_database, connection, mistakes, expected, judgesTargets: false);
            return (snapshot ?? throw new DirectoryException($"The directory {Name} has {mistakes}", mistakes), version);
        });
    }

    /// <summary>A snapshot that says of one address what that of <see cref="Load"/> says; of others it may know nothing.</summary>
    public DirectorySnapshot LoadFor(ReadOnlySpan<byte> key)
    {
        var text = Encoding.UTF8.GetString(key);
        return Ask(connection =>
        {
            using var transaction = _database.BeginRead(connection);
            return SnapshotExtract.Build(_database, connection, text);
        }) ?? Load().Snapshot;
    }

    /// <summary>Addresses and aliases of about this length, streaming, in no order.</summary>
    public IEnumerable<byte[]> Names(int shortest, int longest)
    {
        using var connection = Connect();
        using var command = connection.Command(
            "SELECT key FROM address WHERE role <= @alias AND length(key) >= @shortest AND length(key) <= @longest",
            ("@alias", (short)AddressRole.Alias), ("@shortest", (long)shortest), ("@longest", (long)longest));
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return _database.Octets(reader, 0).ToArray();
    }

    /// <summary>Begins a change. Others that want to change wait until it ends; without <see cref="StoreChange.Commit"/> nothing has happened.</summary>
    public StoreChange Begin(ChangeReason reason)
    {
        var connection = Connect();
        try
        {
            return Guard(() => new StoreChange(_database, connection, reason));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private DbConnection Connect() => Guard(_database.Connect);

    private T Ask<T>(Func<DbConnection, T> ask)
    {
        using var connection = Connect();
        return Guard(() => ask(connection));
    }

    private void Guard(Action act) => StoreFailure.Guard(_database, act);

    private T Guard<T>(Func<T> act) => StoreFailure.Guard(_database, act);
}
