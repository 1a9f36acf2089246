namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Where tenants and entries go as they are read from a file, in its order.</summary>
public interface IDirectorySink
{
    /// <summary>Domains and entries that follow are this tenant's. Its properties may be set after them.</summary>
    TenantDraft OpenTenant(int line);

    /// <summary>Goes on with a tenant opened before: rows of a table stand in any order.</summary>
    void Reopen(TenantDraft tenant);

    /// <param name="domain">Lower-case A-labels.</param>
    /// <param name="place">Where it stands, should it be wrong.</param>
    void AddDomain(ReadOnlySpan<byte> domain, DirectoryMistake place);

    /// <summary>The draft is used again for the next entry.</summary>
    void Add(EntryDraft draft);
}
