namespace Connelink.MailGuard.Policy;

/// <summary>The only question that rules ask outside: is it declared, and as what.</summary>
public interface IAddressDirectory
{
    /// <summary>The snapshot in force; null when there is none or it is older than allowed. One volatile read, never waits.</summary>
    IDirectorySnapshot? Current { get; }
}

/// <summary>An immutable view of the declared addresses. Safe for all threads.</summary>
public interface IDirectorySnapshot
{
    /// <summary>Whether the domain (lower-case A-labels) is hosted, and by which tenant.</summary>
    bool TryGetTenant(ReadOnlySpan<byte> domain, out Tenant tenant);

    /// <summary>Whether the tenant of a domain is suspended: its mail waits with the client. Cheap while nobody is.</summary>
    bool IsSuspended(ReadOnlySpan<byte> domain);

    /// <summary>Looks up a mailbox by its <see cref="Smtp.Mailbox.Key"/>; address and aliases alike, sub-addresses where the tenant allows tags.</summary>
    bool TryFind(ReadOnlySpan<byte> key, out DeclaredAddress found);

    /// <summary>Whether an administrator redirects a declared address to this mailbox, inside or outside.</summary>
    bool IsRedirectTarget(ReadOnlySpan<byte> key);

    /// <summary>Whether a declared application may use this reverse-path (its <c>reversePaths</c> patterns).</summary>
    bool IsApplicationReversePath(ReadOnlySpan<byte> key);

    /// <summary>Whether one declared application sends by this reverse-path (its own address or its patterns) for this originator (its <c>mayRelayFrom</c>).</summary>
    bool MayRelay(ReadOnlySpan<byte> reversePath, ReadOnlySpan<byte> originator);

    /// <summary>Whether the first mailbox is a declared group that has the second as a member, directly or through groups.</summary>
    bool IsMember(ReadOnlySpan<byte> group, ReadOnlySpan<byte> key);

    /// <summary>Number of declared addresses and aliases.</summary>
    int Count { get; }
}

/// <summary>A customer: owns domains. Id is unique within a snapshot.</summary>
public readonly record struct Tenant(int Id, string Name, Language Language);

/// <summary>design.md section 7.</summary>
public enum EntryKind : byte
{
    Person,

    /// <summary>A known person elsewhere, in no hosted domain of its tenant: never a recipient or an originator of ours. TenantId says only who named it first.</summary>
    External,
    Mailbox,
    Redirect,
    Group,
    Resource,
    Application,
}

/// <summary>The contract's plan of a person.</summary>
public enum Plan : byte
{
    None,
    Essential,
    Basic,
    Complete,
}

/// <summary>What the directory says of an address or alias.</summary>
/// <param name="TenantId">The tenant that declares it.</param>
/// <param name="Plan">Of a person; a redirect has the essential plan when one of the mailboxes has it that it leads to, directly or through redirects.</param>
/// <param name="HasExternalMembers">A group with a member outside the tenant's domains, directly or through groups.</param>
public readonly record struct DeclaredAddress(EntryKind Kind, int TenantId, Plan Plan, Language Language, bool HasExternalMembers);
