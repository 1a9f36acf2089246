using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>An entry as the source wants it declared.</summary>
/// <param name="Key">The source's own, that it is known by from pass to pass.</param>
/// <param name="Plan">Null: the source does not know.</param>
internal sealed record SyncedEntry(
    string Key, string Dn, EntryKind Kind, string Address, IReadOnlyList<string> Aliases, IReadOnlyList<string> WeakNames, bool IsMultiPurpose, Plan? Plan)
{
    /// <summary>Of a group: addresses.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}

/// <summary>Who has an address that the source did not declare.</summary>
/// <param name="Address">The holder's address, when its alias was looked up.</param>
/// <param name="Source">Null: made by hand.</param>
internal sealed record Holder(string Address, EntryKind Kind, string? Source)
{
    public override string ToString() => $"the {DirectoryWords.Kinds[(int)Kind]} {Address}, {(Source is null ? "made by hand" : $"of source {Source}")}";
}
