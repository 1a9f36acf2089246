using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Gives an entry of a file what is stored of it and the file says nothing about.</summary>
internal static class UnsaidFields
{
    private static readonly DirectoryField[] ListsOfOneKind = [DirectoryField.Targets, DirectoryField.Members, DirectoryField.Senders, DirectoryField.MaySendAs];

    /// <summary>What belonged to the kind that it had goes with that kind.</summary>
    public static void Keep(EntryDraft entry, EntryDraft stored)
    {
        if (!entry.Said.Has(DirectoryField.Kind)) entry.Kind = stored.Kind;
        KeepList(entry, stored, DirectoryField.Aliases);
        KeepSource(entry, stored);
        if (entry.Kind != stored.Kind) return;

        foreach (var field in ListsOfOneKind) KeepList(entry, stored, field);
        if (!entry.Said.Has(DirectoryField.Plan)) entry.Plan = stored.Plan;
        if (!entry.Said.Has(DirectoryField.Language)) entry.Language = stored.Language;
        if (!entry.Said.Has(DirectoryField.MultiPurpose)) entry.IsMultiPurpose = stored.IsMultiPurpose && entry.Source is not null;
        if (stored.Application is { } terms) entry.Application = TermsOf(entry, terms);
    }

    /// <summary>Whether the source that the entry stays of would change back what the file changes.</summary>
    public static bool IsAgainstSource(EntryDraft entry, EntryDraft stored) =>
        stored.Source is not null && !entry.Said.Has(DirectoryField.Source)
        && (entry.Kind != stored.Kind || entry.IsMultiPurpose != stored.IsMultiPurpose || !entry.Address.SequenceEqual(stored.Address)
            || !entry.Aliases.SequenceEqual(stored.Aliases) || !entry.WeakNames.SequenceEqual(stored.WeakNames) || !entry.Members.SequenceEqual(stored.Members));

    /// <summary>A key and names are a source's: without it they mean nothing.</summary>
    private static void KeepSource(EntryDraft entry, EntryDraft stored)
    {
        if (!entry.Said.Has(DirectoryField.Source)) entry.Source = stored.Source;
        if (entry.Source is null || entry.Source != stored.Source) return;
        if (!entry.Said.Has(DirectoryField.SourceKey)) entry.SourceKey = stored.SourceKey;
        if (entry.Kind is not (EntryKind.Redirect or EntryKind.External)) KeepList(entry, stored, DirectoryField.WeakNames);
    }

    private static void KeepList(EntryDraft entry, EntryDraft stored, DirectoryField field)
    {
        if (entry.Said.Has(field)) return;
        var (to, from) = (DirectoryFields.ListOf(entry, field)!, DirectoryFields.ListOf(stored, field)!);
        for (var i = 0; i < from.Count; i++) to.Add(from[i]);
    }

    private static ApplicationTerms? TermsOf(EntryDraft entry, ApplicationTerms stored)
    {
        var given = entry.Application ?? ApplicationTerms.None;
        var terms = new ApplicationTerms(
            Of(DirectoryField.Networks, given.Networks, stored.Networks), Of(DirectoryField.MayRelayFrom, given.MayRelayFrom, stored.MayRelayFrom),
            Of(DirectoryField.ReversePaths, given.ReversePaths, stored.ReversePaths));
        return terms.Networks.Count + terms.MayRelayFrom.Count + terms.ReversePaths.Count > 0 ? terms : null;

        IReadOnlyList<T> Of<T>(DirectoryField field, IReadOnlyList<T> now, IReadOnlyList<T> before) => entry.Said.Has(field) ? now : before;
    }
}
