namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>What tenants and entries carry, in the order of the columns of an export.</summary>
internal enum DirectoryField
{
    Tenant,
    Kind,
    Address,
    Aliases,
    Plan,
    Language,
    Targets,
    Members,
    Senders,
    MaySendAs,
    Networks,
    MayRelayFrom,
    ReversePaths,
    MultiPurpose,
    Source,
    SourceKey,
    WeakNames,
    Domains,
    Tags,
    Suspended,
}

/// <summary>The fields by name, and what each may hold.</summary>
internal static class DirectoryFields
{
    /// <summary>The word for a tenant's own row or record, beside the kinds of entries.</summary>
    public const string TenantKind = "tenant";

    /// <summary>As the JSON form spells them.</summary>
    public static readonly string[] Names =
        [.. Enum.GetNames<DirectoryField>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)];

    public static string Name(this DirectoryField field) => Names[(int)field];

    public static bool IsList(this DirectoryField field) => field is DirectoryField.Aliases or DirectoryField.WeakNames or DirectoryField.Domains
        or (>= DirectoryField.Targets and <= DirectoryField.ReversePaths);

    /// <summary>A row of a tenant says nothing about an entry, and the other way round.</summary>
    public static bool IsOfTenant(this DirectoryField field) => field >= DirectoryField.Domains || field is DirectoryField.Language or <= DirectoryField.Kind;

    public static bool IsOfEntry(this DirectoryField field) => field < DirectoryField.Domains;

    /// <summary>The list of a draft that a field of mailboxes fills; null for other fields.</summary>
    public static KeyList? ListOf(EntryDraft draft, DirectoryField field) => field switch
    {
        DirectoryField.Address => draft.Address,
        DirectoryField.Aliases => draft.Aliases,
        DirectoryField.Targets => draft.Targets,
        DirectoryField.Members => draft.Members,
        DirectoryField.Senders => draft.Senders,
        DirectoryField.MaySendAs => draft.MaySendAs,
        DirectoryField.WeakNames => draft.WeakNames,
        _ => null,
    };
}
