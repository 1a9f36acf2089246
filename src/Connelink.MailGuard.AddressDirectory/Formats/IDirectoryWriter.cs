namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Writes a directory in one of the forms, streaming; reading what it wrote gives the same directory.</summary>
public interface IDirectoryWriter
{
    /// <summary>Entries that follow are this tenant's.</summary>
    /// <param name="domains">Lower-case A-labels.</param>
    void OpenTenant(TenantDraft tenant, IReadOnlyList<string> domains);

    void Add(EntryDraft draft);

    /// <summary>Nothing follows. The stream stays open.</summary>
    void Complete();
}
