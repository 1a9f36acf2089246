using System.Data.Common;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>What a change has touched, and the cheapest check that finds every mistake it may have made.</summary>
internal sealed class TouchedEntries
{
    /// <summary>Up to so many entries are looked up one by one; more cost less when the whole directory is read.</summary>
    private const int LookedUp = 1000;

    private readonly HashSet<(long Tenant, long Id)> _entries = [];
    private bool _all;

    public void Add(long tenant, long id)
    {
        if (!_all) _entries.Add((tenant, id));
        if (_entries.Count > LookedUp) AddAll();
    }

    /// <summary>What is gone can be in nobody's way.</summary>
    public void Remove(long tenant, long id) => _entries.Remove((tenant, id));

    /// <summary>Domains have changed hands: any entry may be wrong.</summary>
    public void AddAll()
    {
        _all = true;
        _entries.Clear();
    }

    public void Check(StoreDatabase database, DbConnection connection, DirectoryMistakes mistakes)
    {
        if (_all)
        {
            StoredSnapshot.Build(database, connection, mistakes, expected: 0);
            return;
        }
        var check = new EntryCheck(database, connection, mistakes);
        foreach (var (tenant, id) in _entries) check.Run(tenant, id);
        if (mistakes.Count == 0) check.FindLoops(_entries); // Loops are looked for in a directory that is otherwise sound, as the builder does.
    }
}
