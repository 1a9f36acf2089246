namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A tenant of a file on its way into the store.</summary>
internal sealed class ImportedTenant(StoreChange change, TenantDraft draft, Action<EntryDifference>? tell, Action<ChangeItem>? tellSource)
{
    private StoredTenant? _stored;

    public TenantDraft Draft => draft;

    public List<string> Domains { get; } = [];

    /// <summary>Null as long as none was read.</summary>
    public EntryReplacement? Entries { get; private set; }

    public bool IsSettled => _stored is not null;

    /// <summary>Finds the tenant of that name, or makes it.</summary>
    public void Settle()
    {
        _stored = change.Tenants().FirstOrDefault(known => known.Name.Equals(draft.Name, StringComparison.OrdinalIgnoreCase));
        if (_stored is not null) return;
        var told = change.Mistakes.Count;
        var made = change.Put(new StoredTenant(0, draft.Name, draft.Language, draft.AllowsTags, draft.IsSuspended, [.. Domains]));
        draft.IsBroken = change.Mistakes.Count > told;
        if (!draft.IsBroken) _stored = made;
    }

    public void Take(EntryDraft entry)
    {
        if (Entries is null)
        {
            Entries = new EntryReplacement(change, _stored!.Id, source: null, tell);
            Entries.Begin();
        }
        Entries.Take(entry);
    }

    public void Complete(bool keep)
    {
        _stored = change.Put(keep || Domains.Count == 0 ? Merged(_stored!) : Replaced(_stored!));
        Entries?.End(keep);
        if (draft.Sources is { } sources) new SourceReplacement(change, _stored.Id, tellSource).Run(sources, keep);
    }

    /// <summary>What the file says nothing about stays.</summary>
    private StoredTenant Merged(StoredTenant stored) => stored with
    {
        Language = draft.SaysLanguage ? draft.Language : stored.Language,
        AllowsTags = draft.SaysTags ? draft.AllowsTags : stored.AllowsTags,
        IsSuspended = draft.SaysSuspended ? draft.IsSuspended : stored.IsSuspended,
        Domains = [.. stored.Domains.Union(Domains)],
    };

    /// <summary>As an export says it, which leaves out what is false.</summary>
    private StoredTenant Replaced(StoredTenant stored) => stored with
    {
        Language = draft.Language,
        AllowsTags = draft.AllowsTags,
        IsSuspended = draft.IsSuspended,
        Domains = [.. Domains],
    };
}
