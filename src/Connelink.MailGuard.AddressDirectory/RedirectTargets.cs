namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Finds redirects that lead nowhere: to what is neither an address nor an alias, though it is in a domain of their own tenant.</summary>
/// <remarks>
/// What another tenant declares is outside, as everywhere in the directory: it may come and go without asking here. Names that a source
/// derived do not count, since a second entry of the name takes them away: this is asked before they are settled.
/// </remarks>
internal sealed class RedirectTargets(KeyTable keys, KeyTable domains, EntryLists lists, IReadOnlyList<uint> addresses, IReadOnlyList<TenantDraft> tenants)
{
    public void FindNowhere(Action<int, string, string> tell)
    {
        foreach (var redirect in lists.Entries(ListRole.Targets))
        {
            foreach (var target in lists.Of(redirect, ListRole.Targets))
            {
                var key = keys.KeyAt(target);
                if (IsNowhere(key, keys.At(addresses[redirect]).Tenant)) tell(redirect, ".targets", Refusals.Nowhere(key));
            }
        }
    }

    private bool IsNowhere(ReadOnlySpan<byte> key, int tenant)
    {
        var domain = domains.Find(DirectorySnapshot.DomainOf(key));
        if (domain == 0 || domains.At(domain).Tenant != tenant || IsDeclared(key, tenant)) return false;
        if (!tenants[tenant].AllowsTags) return true;
        Span<byte> room = stackalloc byte[KeyTable.MaxKeyOctets];
        var untagged = AddressTag.Strip(key, room);
        return untagged.IsEmpty || !IsDeclared(untagged, tenant);
    }

    /// <summary>Another tenant may know the address as an external person's: nobody here.</summary>
    private bool IsDeclared(ReadOnlySpan<byte> key, int tenant)
    {
        var reference = keys.Find(key);
        return reference != 0 && keys.At(reference).Has(AddressFlags.Declared) && keys.At(reference).Tenant == tenant;
    }
}
