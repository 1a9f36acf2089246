using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>What each kind of entry must and may carry (design.md section 7).</summary>
internal static class EntryShape
{
    public static void Check(EntryDraft draft, int entry, Action<int, string, string> tell)
    {
        if (draft.Kind is not { } kind)
        {
            Tell("kind", $"is missing; write one of {string.Join(", ", DirectoryWords.Kinds)}");
            return;
        }
        if (draft.Address.Count == 0) Tell("address", "is missing; write local-part@domain");
        if (kind == EntryKind.Redirect && draft.Targets.Count == 0) Tell("targets", "is missing or empty; a redirect leads somewhere");

        Only(draft.Plan != Plan.None, "plan", EntryKind.Person);
        Only(draft.Language is not null, "language", EntryKind.Person);
        Only(draft.MaySendAs.Count > 0, "maySendAs", EntryKind.Person);
        Only(draft.Targets.Count > 0, "targets", EntryKind.Redirect);
        Only(draft.Members.Count > 0, "members", EntryKind.Group);
        Only(draft.Senders.Count > 0, "senders", EntryKind.Mailbox);
        Only(draft.Application is not null, "networks, mayRelayFrom or reversePaths", EntryKind.Application);
        Only(draft.IsMultiPurpose, "multiPurpose", EntryKind.Group);
        if (draft.Source is null)
        {
            if (draft.IsMultiPurpose) Tell("multiPurpose", "is for groups that a source brought; a group made by hand is a mail group: remove it");
            if (draft.SourceKey is not null) Tell("sourceKey", "is nothing without a source; remove it");
            if (draft.WeakNames.Count > 0) Tell("weakNames", "are derived by a source, and this entry has none; write them into aliases");
        }
        else if (draft.WeakNames.Count > 0 && kind is EntryKind.Redirect or EntryKind.External)
        {
            Tell("weakNames", $"belong to entries with a mailbox or members, and this is of kind {DirectoryWords.Kinds[(int)kind]}; remove them");
        }

        void Only(bool given, string property, EntryKind owner)
        {
            if (!given || kind == owner) return;
            var (right, actual) = (DirectoryWords.Kinds[(int)owner], DirectoryWords.Kinds[(int)kind]);
            Tell(property, $"belongs to kind {right}, and this is of kind {actual}; remove it or change the kind");
        }

        void Tell(string property, string text) => tell(entry, $".{property}", text);
    }
}

/// <summary>The words of the JSON form, in the order of the enumerations that they stand for.</summary>
internal static class DirectoryWords
{
    public static readonly string[] Kinds = ["person", "external", "mailbox", "redirect", "group", "resource", "application"];
    public static readonly string[] Plans = ["essential", "basic", "complete"];
    public static readonly string[] Languages = ["en", "fr"];
}
