using System.Data.Common;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>The directory as it was at a time: what is there now, with everything that has changed since put back from the change log.</summary>
/// <remarks>The cost is that of the changes since. A tenant that was erased is gone from the past, too.</remarks>
internal sealed class PastState
{
    private readonly Dictionary<(long Tenant, long Entry), string?> _entries = [];
    private readonly Dictionary<long, string?> _tenants = [];
    private readonly Dictionary<(long Tenant, string Name), string?> _sources = [];

    public PastState(DbConnection connection, DateTimeOffset at)
    {
        var items = connection.Query(
            row => (Subject: (ChangeSubject)row.GetInt16(0), Tenant: row.GetInt64(1), Entry: row.IsDBNull(2) ? 0 : row.GetInt64(2), Name: row.GetString(3), Before: row.Text(4)),
            "SELECT i.subject, i.tenant, i.entry, i.name, i.before FROM change_item i JOIN change c ON c.id = i.change WHERE c.at >= @at ORDER BY i.change, i.position",
            ("@at", ChangeLog.Text(at)));
        foreach (var (subject, tenant, entry, name, before) in items)
        {
            if (subject == ChangeSubject.Entry) _entries.TryAdd((tenant, entry), before); // The first change since knows what was there.
            else if (subject == ChangeSubject.Tenant) _tenants.TryAdd(tenant, before);
            else _sources.TryAdd((tenant, name), before);
        }
    }

    public IEnumerable<StoredTenant> Tenants(IReadOnlyList<StoredTenant> now)
    {
        foreach (var tenant in now.Where(tenant => !_tenants.ContainsKey(tenant.Id))) yield return tenant;
        foreach (var (id, before) in _tenants)
        {
            if (before is not null) yield return StoredTenant.Read(id, before);
        }
    }

    public IEnumerable<StoredSource> Sources(long tenant, IReadOnlyList<StoredSource> now)
    {
        foreach (var source in now.Where(source => !_sources.ContainsKey((tenant, source.Name)))) yield return source;
        foreach (var ((owner, name), before) in _sources)
        {
            if (owner == tenant && before is not null) yield return new(tenant, name, before, null);
        }
    }

    /// <param name="now">In the order of their addresses.</param>
    /// <returns>In the order of their addresses.</returns>
    public IEnumerable<EntryDraft> Entries(long tenant, IEnumerable<EntryDraft> now)
    {
        var back = new Queue<EntryDraft>(_entries.Where(entry => entry.Key.Tenant == tenant && entry.Value is not null)
            .Select(entry => EntryJson.Read(entry.Value!)).OrderBy(entry => Encoding.UTF8.GetString(entry.Address[0]), StringComparer.Ordinal));
        foreach (var entry in now)
        {
            while (back.TryPeek(out var next) && next.Address[0].SequenceCompareTo(entry.Address[0]) < 0) yield return back.Dequeue();
            if (!_entries.ContainsKey((tenant, entry.Id))) yield return entry;
        }
        foreach (var entry in back) yield return entry;
    }
}
