using System.Data.Common;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A snapshot of only that on which one address depends; it says of that address what the whole one says. A directory may have millions.</summary>
internal static class SnapshotExtract
{
    /// <summary>Addresses that are looked up one by one; from there on reading everything is quicker.</summary>
    private const int MostLookedUp = 20_000;

    /// <summary>Null when too much hangs on it.</summary>
    public static DirectorySnapshot? Build(StoreDatabase database, DbConnection connection, string key)
    {
        if (EntriesBehind(database, connection, key) is not { } entries) return null;
        var builder = new SnapshotBuilder(new DirectoryMistakes());
        foreach (var tenant in TenantRows.All(connection))
        {
            StoredSnapshot.Open(builder, tenant);
            foreach (var (_, entry) in entries.Where(known => known.Key.Tenant == tenant.Id).OrderBy(known => known.Key.Id)) builder.Add(entry);
        }
        return builder.Build();
    }

    /// <summary>Whoever has the name, and whoever has those that groups hold and redirects lead to.</summary>
    private static Dictionary<(long Tenant, long Id), EntryDraft>? EntriesBehind(StoreDatabase database, DbConnection connection, string key)
    {
        var entries = new Dictionary<(long Tenant, long Id), EntryDraft>();
        var seen = new HashSet<string>();
        var rest = new Queue<string>([key]);
        while (rest.TryDequeue(out var next))
        {
            foreach (var name in (string[])[next, AddressText.WithoutTag(next)])
            {
                if (!seen.Add(name)) continue;
                if (seen.Count > MostLookedUp) return null;
                foreach (var (tenant, entry) in EntrySearch.Holders(database, connection, name))
                {
                    if (entry.Members.Count + entry.Targets.Count > MostLookedUp) return null;
                    if (entries.TryAdd((tenant, entry.Id), entry)) Follow(entry, rest);
                }
            }
        }
        return entries;
    }

    private static void Follow(EntryDraft entry, Queue<string> rest)
    {
        foreach (var keys in (KeyList[])[entry.Members, entry.Targets])
        {
            for (var i = 0; i < keys.Count; i++) rest.Enqueue(Encoding.UTF8.GetString(keys[i]));
        }
    }
}
