namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>What one change did to one thing.</summary>
/// <param name="Entry">The entry's number; null for a tenant or a source.</param>
/// <param name="Name">The entry's address, the tenant's or source's name.</param>
/// <param name="Before">JSON; null when it was made.</param>
/// <param name="After">JSON; null when it was removed.</param>
public sealed record ChangeItem(ChangeSubject Subject, long Tenant, long? Entry, string Name, string? Before, string? After)
{
    /// <summary>Within its change, from 0.</summary>
    public int Position { get; init; }
}

public enum ChangeSubject : byte
{
    Entry,
    Tenant,
    Source,
}
