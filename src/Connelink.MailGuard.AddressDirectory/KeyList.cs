namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Canonical keys one after the other in one array, used again for entry after entry.</summary>
public sealed class KeyList
{
    private byte[] _octets = new byte[64];
    private int[] _ends = new int[4];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _octets.AsSpan(Start(index).._ends[index]);
        }
    }

    public void Add(ReadOnlySpan<byte> key)
    {
        var start = Start(Count);
        if (Count == _ends.Length) Array.Resize(ref _ends, _ends.Length * 2);
        if (_octets.Length - start < key.Length) Array.Resize(ref _octets, Math.Max(_octets.Length * 2, start + key.Length));
        key.CopyTo(_octets.AsSpan(start));
        _ends[Count++] = start + key.Length;
    }

    public bool Contains(ReadOnlySpan<byte> key) => IndexOf(key) >= 0;

    /// <summary>False when it was not there.</summary>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        var index = IndexOf(key);
        if (index < 0) return false;
        var (start, octets) = (Start(index), _ends[index] - Start(index));
        _octets.AsSpan(_ends[index].._ends[Count - 1]).CopyTo(_octets.AsSpan(start));
        for (var i = index; i < Count - 1; i++) _ends[i] = _ends[i + 1] - octets;
        Count--;
        return true;
    }

    /// <summary>Puts one key in the place of another. False when that was not there.</summary>
    public bool Replace(ReadOnlySpan<byte> key, ReadOnlySpan<byte> by)
    {
        var index = IndexOf(key);
        if (index < 0) return false;
        byte[][] keys = [.. Enumerable.Range(0, Count).Select(i => this[i].ToArray())];
        keys[index] = by.ToArray();
        Clear();
        foreach (var each in keys) Add(each);
        return true;
    }

    public void Clear() => Count = 0;

    public bool SequenceEqual(KeyList other) =>
        Count == other.Count && _ends.AsSpan(..Count).SequenceEqual(other._ends.AsSpan(..Count)) && _octets.AsSpan(..Start(Count)).SequenceEqual(other._octets.AsSpan(..Start(Count)));

    private int IndexOf(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].SequenceEqual(key)) return i;
        }
        return -1;
    }

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
