namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Gives an entry another address: the old one becomes an alias, and the tenant's groups, redirects and senders follow.</summary>
public static class EntryRename
{
    /// <returns>How many other entries followed.</returns>
    public static int Run(StoreChange change, long tenant, EntryDraft entry, ReadOnlySpan<byte> address)
    {
        var old = entry.Address[0].ToArray();
        var name = address.ToArray();
        entry.Aliases.Remove(name);
        entry.WeakNames.Remove(name);
        entry.Address.Clear();
        entry.Address.Add(name);
        if (!entry.Aliases.Contains(old)) entry.Aliases.Add(old);
        change.Put(tenant, entry);

        var followed = 0;
        foreach (var (owner, other) in change.FindMentions(old))
        {
            if (owner != tenant) continue; // Another tenant's lists are not this administrator's; the alias serves them.
            foreach (var role in AddressRoles.All.Where(role => role >= AddressRole.Target)) Follow(other.ListOf(role), old, name);
            if (change.Put(owner, other)) followed++;
        }
        return followed;
    }

    private static void Follow(KeyList keys, ReadOnlySpan<byte> old, ReadOnlySpan<byte> name)
    {
        if (keys.Contains(name)) keys.Remove(old);
        else keys.Replace(old, name);
    }
}
