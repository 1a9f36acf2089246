using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Makes entries for the store of what a source wants declared; what only administrators know stays as it is.</summary>
internal static class SyncDrafts
{
    /// <summary>What another directory server knows of an entry.</summary>
    private static readonly FieldSet Told = default(FieldSet).With(DirectoryField.Kind).With(DirectoryField.Address).With(DirectoryField.Aliases)
        .With(DirectoryField.Members).With(DirectoryField.MultiPurpose);

    /// <summary>The draft is used again for the next.</summary>
    public static IEnumerable<EntryDraft> Of(IEnumerable<SyncedEntry> entries, string source, SourceSettings settings, KnownEntries known)
    {
        var plan = settings.Plan is { } word ? (Plan)(1 + Array.IndexOf(DirectoryWords.Plans, word)) : Plan.None;
        var draft = new EntryDraft();
        foreach (var entry in entries)
        {
            draft.Clear();
            (draft.Kind, draft.Source, draft.SourceKey, draft.IsMultiPurpose) = (entry.Kind, source, entry.Key, entry.IsMultiPurpose);
            Add(draft.Address, [entry.Address]);
            Add(draft.Aliases, entry.Aliases);
            Add(draft.WeakNames, entry.WeakNames);
            Add(draft.Members, entry.Members);
            var before = known.Find(entry) is { } found && found.Kind == entry.Kind ? found : null;
            if (entry.Kind == EntryKind.Person) Person(draft, entry, before, plan);
            if (entry.Kind == EntryKind.Mailbox) Add(draft.Senders, before?.Senders ?? []);
            yield return draft;
        }
    }

    /// <summary>Entries that no source keeps from now on: a name that is one entry's alone is its alias. The draft is used again for the next.</summary>
    public static IEnumerable<(SyncedEntry Entry, EntryDraft Draft)> ByHand(IReadOnlyCollection<SyncedEntry> entries)
    {
        var shared = entries.SelectMany(entry => entry.WeakNames).CountBy(name => name).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet();
        shared.UnionWith(entries.SelectMany(entry => entry.Aliases.Prepend(entry.Address)));
        var draft = new EntryDraft();
        foreach (var entry in entries)
        {
            draft.Clear();
            (draft.Said, draft.Kind, draft.IsMultiPurpose) = (Told, entry.Kind, entry.IsMultiPurpose);
            Add(draft.Address, [entry.Address]);
            Add(draft.Aliases, [.. entry.Aliases, .. entry.WeakNames.Where(name => !shared.Contains(name))]);
            Add(draft.Members, entry.Members);
            yield return (entry, draft);
        }
    }

    private static void Person(EntryDraft draft, SyncedEntry entry, KnownEntry? before, Plan plan)
    {
        draft.Plan = entry.Plan ?? before?.Plan ?? plan;
        draft.Language = before?.Language;
        Add(draft.MaySendAs, before?.MaySendAs ?? []);
    }

    private static void Add(KeyList keys, IEnumerable<string> texts)
    {
        foreach (var text in texts) keys.Add(Encoding.UTF8.GetBytes(text));
    }
}
