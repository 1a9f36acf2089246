using System.Data.Common;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>What a change has touched, and the cheapest check that finds every mistake it may have made.</summary>
internal sealed class TouchedEntries
{
    /// <summary>Up to so many entries are looked up one by one; more cost less when the whole directory is read.</summary>
    private const int LookedUp = 1000;

    private readonly HashSet<(long Tenant, long Id)> _entries = [];
    private readonly HashSet<(long Tenant, string Name)> _gone = [];
    private bool _all;

    /// <param name="before">Null when it was added.</param>
    public void Add(long tenant, EntryDraft? before, EntryDraft after)
    {
        if (_all) return;
        _entries.Add((tenant, after.Id));
        if (before is not null) AddGone(tenant, before, after);
        Bound();
    }

    /// <summary>What is gone can be in nobody's way, but something may lead there.</summary>
    public void Remove(long tenant, EntryDraft entry)
    {
        if (_all) return;
        _entries.Remove((tenant, entry.Id));
        AddGone(tenant, entry, after: null);
        Bound();
    }

    /// <summary>Domains have changed hands: any entry may be wrong.</summary>
    public void AddAll()
    {
        _all = true;
        _entries.Clear();
        _gone.Clear();
    }

    public void Check(StoreDatabase database, DbConnection connection, DirectoryMistakes mistakes)
    {
        if (_all)
        {
            StoredSnapshot.Build(database, connection, mistakes, expected: 0, judgesTargets: true);
            return;
        }
        var check = new EntryCheck(database, connection, mistakes);
        foreach (var (tenant, id) in _entries) check.Run(tenant, id);
        if (mistakes.Count > 0) return; // What follows is looked for in a directory that is otherwise sound, as the builder does.
        check.FindNowhere(_entries, _gone);
        check.FindLoops(_entries);
    }

    private void AddGone(long tenant, EntryDraft before, EntryDraft? after)
    {
        foreach (var keys in new[] { before.Address, before.Aliases })
        {
            for (var i = 0; i < keys.Count; i++)
            {
                if (after?.Address.Contains(keys[i]) != true && after?.Aliases.Contains(keys[i]) != true) _gone.Add((tenant, Encoding.UTF8.GetString(keys[i])));
            }
        }
    }

    private void Bound()
    {
        if (_entries.Count + _gone.Count > LookedUp) AddAll();
    }
}
