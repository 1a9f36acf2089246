namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Something in the source that an administrator should know of. The synchronisation goes on.</summary>
/// <param name="Entry">The entry's name in the source.</param>
/// <param name="Address">The address that it is about; empty when none.</param>
/// <param name="Text">What it is, what was made of it, and how it is mended.</param>
public sealed record SyncFinding(FindingKind Kind, string Entry, string Address, string Text);

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>Domino forwards mail of the entry outside; that approves no redirect.</summary>
    Forward,

    /// <summary>An entry made by hand, or of another source, has the address.</summary>
    Conflict,

    /// <summary>Two entries of the source state the same address.</summary>
    Duplicate,

    /// <summary>Two entries have the same name: nobody gets it as an alias.</summary>
    SharedName,

    /// <summary>A stated address is in no domain of the tenant.</summary>
    OutsideDomain,

    /// <summary>What stands as an address is none.</summary>
    NoAddress,

    /// <summary>A group of mail and access rights.</summary>
    MultiPurpose,

    /// <summary>A member of a group that nobody is found for.</summary>
    UnknownMember,

    /// <summary>Groups that hold each other.</summary>
    GroupLoop,

    /// <summary>On a deny list, and still in the directory.</summary>
    Leaver,

    /// <summary>Gone from the source, but a redirect leads there.</summary>
    RedirectTarget,
}
