using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>One entry of a snapshot with its lists: a view, which copies nothing.</summary>
public readonly struct DirectoryEntry
{
    private readonly DirectorySnapshot _snapshot;
    private readonly uint _found;

    internal DirectoryEntry(DirectorySnapshot snapshot, uint found) => (_snapshot, _found) = (snapshot, found);

    /// <summary>The same for an address and its aliases; of meaning within one snapshot only.</summary>
    public int Ordinal => _snapshot.OrdinalOf(_found);

    public DeclaredAddress Declared => _snapshot.Declared(_found);

    /// <summary>The address as canonical key, also when an alias was looked up.</summary>
    public ReadOnlySpan<byte> Address => _snapshot.KeyAt(_snapshot.AddressOf(Ordinal));

    /// <summary>Where a redirect leads.</summary>
    public AddressList Targets => _snapshot.ListOf(Ordinal, ListRole.Targets);

    /// <summary>Of a group, not expanded.</summary>
    public AddressList Members => _snapshot.ListOf(Ordinal, ListRole.Members);

    /// <summary>Who may send as this mailbox.</summary>
    public AddressList Senders => _snapshot.ListOf(Ordinal, ListRole.Senders);

    /// <summary>As whom this person may send.</summary>
    public AddressList MaySendAs => _snapshot.ListOf(Ordinal, ListRole.MaySendAs);

    /// <summary>Null for all but applications, and for those that may do nothing special.</summary>
    public ApplicationTerms? Application => _snapshot.ApplicationOf(Ordinal);
}

/// <summary>Canonical keys of a list, declared or not.</summary>
public readonly ref struct AddressList
{
    private readonly KeyTable _keys;
    private readonly ReadOnlySpan<uint> _references;

    internal AddressList(KeyTable keys, ReadOnlySpan<uint> references)
    {
        _keys = keys;
        _references = references;
    }

    public int Count => _references.Length;

    public ReadOnlySpan<byte> this[int index] => _keys.KeyAt(_references[index]);
}
