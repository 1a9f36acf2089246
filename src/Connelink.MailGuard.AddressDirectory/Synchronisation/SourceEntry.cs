using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What one entry of the source says, before it is held against the others.</summary>
internal sealed record SourceEntry
{
    /// <summary>dominoUNID, else the DN in one form: stays the same from pass to pass.</summary>
    public required string Key { get; init; }

    /// <summary>As the source writes it, for people.</summary>
    public required string Dn { get; init; }

    /// <summary>Null: it is no address: a deny list, a group of access rights or of servers.</summary>
    public required EntryKind? Kind { get; init; }

    /// <summary>A group of mail and access rights (type 0).</summary>
    public bool IsMultiPurpose { get; init; }

    public bool IsDenyList { get; init; }

    /// <summary>Addresses in domains of the tenant that the source states, the best first.</summary>
    public IReadOnlyList<string> Strong { get; init; } = [];

    /// <summary>Local-parts of names, the best first.</summary>
    public IReadOnlyList<string> Weak { get; init; } = [];

    /// <summary>Addresses outside the tenant's domains.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>Values that should be addresses and are none: Domino makes such up.</summary>
    public IReadOnlyList<string> Unusable { get; init; } = [];

    /// <summary>Where Domino forwards its mail, outside the tenant's domains.</summary>
    public IReadOnlyList<string> Forwards { get; init; } = [];

    /// <summary><see cref="NotesName.Key"/>s that members of groups may call it by.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Of a group, as written.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    public Plan? Plan { get; init; }

    /// <summary>Generalized time of the last change; compares as text.</summary>
    public string Changed { get; init; } = "";
}
