namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>The attributes of our own records: a standard one where there is one, else one of ours.</summary>
internal static class LdifNames
{
    public const string EntryClass = "mailGuardEntry";
    public const string TenantClass = "mailGuardTenant";

    private static readonly string[] Attributes = [.. Enum.GetValues<DirectoryField>().Select(NameOf)];

    public static string Name(DirectoryField field) => Attributes[(int)field];

    public static DirectoryField? FieldOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < Attributes.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, Attributes[i])) return (DirectoryField)i;
        }
        return null;
    }

    public static string Suggest(string name) => Words.Suggest(name, Attributes);

    private static string NameOf(DirectoryField field) => field switch
    {
        DirectoryField.Tenant => "o", // RFC 4519
        DirectoryField.Address => "mail", // RFC 4524
        DirectoryField.Aliases => "mailAlternateAddress", // iPlanet's mail schema, also qmail-ldap
        DirectoryField.Language => "preferredLanguage", // RFC 2798
        DirectoryField.Targets => "mailForwardingAddress",
        DirectoryField.Members => "mgrpRFC822MailMember",
        DirectoryField.Senders => "mailGuardSender",
        DirectoryField.Networks => "mailGuardNetwork",
        DirectoryField.ReversePaths => "mailGuardReversePath",
        DirectoryField.WeakNames => "mailGuardWeakName",
        DirectoryField.Domains => "associatedDomain", // RFC 4524
        _ => $"mailGuard{field}",
    };
}
