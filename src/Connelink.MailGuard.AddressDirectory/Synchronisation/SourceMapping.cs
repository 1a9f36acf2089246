namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Which classes and attributes of the source mean what. The defaults are Domino's (HCL, conf_thedominoldapschema_c).</summary>
public sealed record SourceMapping
{
    public IReadOnlyList<string> PersonClasses { get; init; } = ["dominoPerson"];

    public IReadOnlyList<string> MailboxClasses { get; init; } = ["dominoServerMailInDatabase"];

    public IReadOnlyList<string> GroupClasses { get; init; } = ["dominoGroup"];

    /// <summary>A mailbox that has it is a room or a piece of equipment.</summary>
    public string ResourceType { get; init; } = "resourcetype";

    /// <summary>What stays the same when an entry is renamed; where it is missing, the DN is the key.</summary>
    public string Key { get; init; } = "dominounid";

    /// <summary>Addresses that the source states, the best first. Domino makes "mail" up where it has none: it is taken only when it is in a domain of the tenant.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = ["internetaddress", "mail"];

    /// <summary>Names that the Domino router takes for a local-part; each makes an alias in every domain of the tenant, unless two entries share it.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["shortname", "uid", "fullname", "cn"];

    /// <summary>What stands for a space in such an alias.</summary>
    public IReadOnlyList<string> Separators { get; init; } = [".", "_"];

    /// <summary>Where Domino forwards mail for the entry.</summary>
    public string Forward { get; init; } = "mailaddress";

    public string Members { get; init; } = "member";

    public string GroupType { get; init; } = "grouptype";

    /// <summary>Attribute that holds essential, basic or complete; empty: administrators set the plan.</summary>
    public string Plan { get; init; } = "";

    public string Changed { get; init; } = "modifytimestamp";

    internal IEnumerable<string> Classes => [.. PersonClasses, .. MailboxClasses, .. GroupClasses];

    /// <summary>All attributes to ask for; operational ones come only when they are named (RFC 4511 4.5.1.8).</summary>
    internal string[] Attributes =>
    [
        .. ((string[])["objectClass", ResourceType, Key, .. Addresses, .. Names, Forward, Members, GroupType, Plan, Changed])
            .Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
