namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>As what an address stands in an entry: column role of table address.</summary>
internal enum AddressRole : byte
{
    Address,
    Alias,
    WeakName,
    Target,
    Member,
    Sender,
    MaySendAs,
}

/// <summary>The lists of an entry by their roles.</summary>
internal static class AddressRoles
{
    public static readonly AddressRole[] All = Enum.GetValues<AddressRole>();

    public static KeyList ListOf(this EntryDraft entry, AddressRole role) => role switch
    {
        AddressRole.Address => entry.Address,
        AddressRole.Alias => entry.Aliases,
        AddressRole.WeakName => entry.WeakNames,
        AddressRole.Target => entry.Targets,
        AddressRole.Member => entry.Members,
        AddressRole.Sender => entry.Senders,
        _ => entry.MaySendAs,
    };
}
