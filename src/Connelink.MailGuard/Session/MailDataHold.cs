using System.Runtime.InteropServices;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>Mail data in memory: the slabs of one message, with room for our own fields before the first octet. Not thread-safe.</summary>
internal sealed class MailDataHold(SlabPool pool)
{
    /// <summary>Octets kept free before the message, so that our fields and it leave in one write.</summary>
    private const int Headroom = 1024;

    /// <summary>With less room than this a slab counts as full: small reads are dear.</summary>
    private const int MinRead = 4096;

    private readonly List<(byte[] Slab, int Start, int End)> _full = [];
    private byte[] _slab = [];
    private int _start;
    private int _end;
    private int _before;

    /// <summary>Octets held, with what was put before them.</summary>
    public int Octets => _before + _end - _start;

    public bool IsFull => SlabPool.SlabOctets - _end < MinRead;

    /// <summary>Where to read to; at least 4 KiB unless it is full.</summary>
    public Memory<byte> Space => _slab.AsMemory(_end);

    public int Segments => _full.Count + 1;

    /// <summary>The octets of one slab, prepended ones included; none behind the last.</summary>
    public ReadOnlyMemory<byte> Segment(int number)
    {
        if (number >= Segments) return default;
        var (slab, start, end) = number < _full.Count ? _full[number] : (_slab, _start, _end);
        return slab.AsMemory(start, end - start);
    }

    public void Begin(byte[] slab)
    {
        _slab = slab;
        _start = _end = Headroom;
    }

    /// <summary>So many octets of <see cref="Space"/> are mail data.</summary>
    public void Advance(int octets) => _end += octets;

    /// <summary>Goes on in another slab.</summary>
    public void Add(byte[] slab)
    {
        _before = Octets;
        _full.Add((_slab, _start, _end));
        (_slab, _start, _end) = (slab, 0, 0);
    }

    /// <summary>Puts octets before the message. At most 1 KiB in all.</summary>
    public void Prepend(ReadOnlySpan<byte> octets)
    {
        MoveStart(0, -octets.Length);
        octets.CopyTo(MemoryMarshal.AsMemory(Segment(0)).Span);
    }

    /// <summary>Puts no more octets in the place of the first ones; what was there too much leaves at the start.</summary>
    public void ReplaceStart(int octets, ReadOnlySpan<byte> replacement)
    {
        // A slab that becomes empty stays: its room is where our own fields go.
        var leaving = octets - replacement.Length;
        for (var i = 0; leaving > 0; i++)
        {
            var here = Math.Min(leaving, Segment(i).Length);
            MoveStart(i, here);
            leaving -= here;
        }
        for (var i = 0; !replacement.IsEmpty; i++)
        {
            var here = Math.Min(replacement.Length, Segment(i).Length);
            replacement[..here].CopyTo(MemoryMarshal.AsMemory(Segment(i)).Span);
            replacement = replacement[here..];
        }
    }

    private void MoveStart(int number, int octets)
    {
        if (number == _full.Count)
        {
            _start += octets;
            return;
        }
        var (slab, start, end) = _full[number];
        _full[number] = (slab, start + octets, end);
        _before -= octets;
    }

    /// <summary>All but the last octets was sent or dropped: goes on with one slab, and those at its start.</summary>
    /// <param name="kept">0 to 2 octets: the beginning of what may be end-of-data, which may lie in two slabs.</param>
    public void Restart(ReadOnlySpan<byte> kept)
    {
        Span<byte> copy = stackalloc byte[2];
        kept.CopyTo(copy);
        foreach (var (slab, _, _) in _full) pool.Return(slab);
        _full.Clear();
        copy[..kept.Length].CopyTo(_slab);
        (_start, _end, _before) = (0, kept.Length, 0);
    }

    /// <summary>Copies what is held into one piece, as far as it fits; the octets copied.</summary>
    public int CopyTo(Span<byte> destination)
    {
        var copied = 0;
        for (var i = 0; i < Segments && copied < destination.Length; i++)
        {
            var segment = Segment(i).Span;
            segment = segment[..Math.Min(segment.Length, destination.Length - copied)];
            segment.CopyTo(destination[copied..]);
            copied += segment.Length;
        }
        return copied;
    }

    /// <summary>Gives all slabs back.</summary>
    public void Clear()
    {
        foreach (var (slab, _, _) in _full) pool.Return(slab);
        _full.Clear();
        if (_slab.Length > 0) pool.Return(_slab);
        _slab = [];
        _start = _end = _before = 0;
    }
}
