using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Policy.Edits;

/// <summary>Which octets leave a header section. Edits only take away, so what is left always fits where it was.</summary>
/// <remarks>Offsets are those of the header section as rules saw it, un-stuffed. Reused for each message; not thread-safe.</remarks>
public sealed class HeaderEdits
{
    private readonly List<(int Start, int End)> _removals = [];
    private ulong _touched;
    private int _fields;
    private int _leftAlone;
    private bool _isSorted = true;

    public bool IsEmpty => _removals.Count == 0;

    /// <summary>Removals so far.</summary>
    internal int Count => _removals.Count;

    /// <summary>Octets that leave.</summary>
    public int Octets
    {
        get
        {
            var octets = 0;
            foreach (var (start, end) in Removals) octets += end - start;
            return octets;
        }
    }

    /// <summary>Sorted, none touching another.</summary>
    public ReadOnlySpan<(int Start, int End)> Removals
    {
        get
        {
            Merge();
            return CollectionsMarshal.AsSpan(_removals);
        }
    }

    /// <summary>Forgets the last message.</summary>
    public void Clear()
    {
        _removals.Clear();
        (_touched, _fields, _leftAlone, _isSorted) = (0, 0, 0, true);
    }

    public void Remove(int start, int end)
    {
        if (start >= end) return;
        _isSorted &= _removals.Count == 0 || _removals[^1].End < start;
        _removals.Add((start, end));
    }

    /// <summary>Takes out a whole field.</summary>
    public void Remove(in IndexedField field)
    {
        Remove(field.Start, field.End);
        Touch(field.Field);
    }

    /// <summary>Counts a field whose body was edited.</summary>
    public void Touch(KnownField field)
    {
        _touched |= 1UL << (int)field;
        _fields++;
    }

    /// <summary>Counts a field that should have been edited and could not be.</summary>
    public void LeaveAlone() => _leftAlone++;

    public bool Touches(KnownField field) => (_touched & (1UL << (int)field)) != 0;

    /// <summary>How many fields were edited and left alone since the last call.</summary>
    internal (int Fields, int LeftAlone) TakeCounts()
    {
        var counts = (_fields, _leftAlone);
        (_fields, _leftAlone) = (0, 0);
        return counts;
    }

    /// <summary>Copies what stays; the octets written.</summary>
    public int Apply(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var (from, written) = (0, 0);
        foreach (var (start, end) in Removals)
        {
            source[from..start].CopyTo(destination[written..]);
            written += start - from;
            from = end;
        }
        source[from..].CopyTo(destination[written..]);
        return written + source.Length - from;
    }

    /// <summary>Moves what stays to the end of the header section, where the body follows it; returns where it starts now.</summary>
    public int ApplyInPlace(Span<byte> header)
    {
        var (until, target) = (header.Length, header.Length);
        for (var i = Removals.Length - 1; i >= 0; i--)
        {
            var (start, end) = _removals[i];
            target -= until - end;
            header[end..until].CopyTo(header[target..]);
            until = start;
        }
        target -= until;
        header[..until].CopyTo(header[target..]);
        return target;
    }

    private void Merge()
    {
        if (_isSorted) return;
        _removals.Sort();
        var last = 0;
        for (var i = 1; i < _removals.Count; i++)
        {
            var (start, end) = _removals[i];
            if (start <= _removals[last].End) _removals[last] = (_removals[last].Start, Math.Max(_removals[last].End, end));
            else _removals[++last] = (start, end);
        }
        _removals.RemoveRange(last + 1, _removals.Count - last - 1);
        _isSorted = true;
    }
}
