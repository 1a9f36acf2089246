namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Which list of an entry.</summary>
internal enum ListRole : byte
{
    Targets,
    Members,
    Senders,
    MaySendAs,
}

/// <summary>The lists of all entries as references into the table; an address that ten groups have as a member costs 4 octets in each.</summary>
internal sealed class EntryLists
{
    private readonly List<Head> _heads = [];
    private readonly List<uint> _items = [];

    /// <summary>Entries and roles must come in rising order: look-ups are binary searches.</summary>
    public void Open(int entry, ListRole role) => _heads.Add(new(entry, role, _items.Count));

    public void Add(uint reference) => _items.Add(reference);

    /// <summary>Empty when the entry has no such list.</summary>
    public ReadOnlySpan<uint> Of(int entry, ListRole role)
    {
        var heads = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_heads);
        var at = heads.BinarySearch(new Head(entry, role, 0));
        if (at < 0) return default;
        var end = at + 1 < heads.Length ? heads[at + 1].Start : _items.Count;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_items)[heads[at].Start..end];
    }

    /// <summary>The entries that have such a list, in order.</summary>
    public IEnumerable<int> Entries(ListRole role)
    {
        foreach (var head in _heads)
        {
            if (head.Role == role) yield return head.Entry;
        }
    }

    public void Trim()
    {
        _heads.TrimExcess();
        _items.TrimExcess();
    }

    private readonly record struct Head(int Entry, ListRole Role, int Start) : IComparable<Head>
    {
        public int CompareTo(Head other) => Entry != other.Entry ? Entry.CompareTo(other.Entry) : Role.CompareTo(other.Role);
    }
}
