using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Keys and their records in a few large arrays: an open-addressing table of (hash, reference) over an arena of octets.</summary>
/// <remarks>
/// A hit touches two places in memory, a miss one; a million addresses are about a dozen objects for the garbage collector. Chunks
/// instead of one growing array: nothing is copied while a directory is built. The hash is seeded for each table, so that nobody can
/// choose addresses that collide. A reference is the position in units of 4 octets, chunk in the upper bits; 0 is none.
/// </remarks>
/// <param name="seed">Random in production.</param>
/// <param name="hashMask">For tests: few bits make collisions.</param>
internal sealed class KeyTable(ulong seed, ulong hashMask = ulong.MaxValue)
{
    private const int HeaderOctets = 12;
    private const int UnitBits = 20;
    private const int UnitMask = (1 << UnitBits) - 1;
    private const int LargestChunk = 4 << UnitBits;
    private const int SmallestChunk = 1 << 12;

    private byte[][] _chunks = [];
    private ulong[] _slots = new ulong[16];
    private int _used;

    /// <summary>The longest key: a local-part of 64 and a domain of 255 octets fit several times (RFC 5321 4.5.3.1).</summary>
    public const int MaxKeyOctets = 1024;

    /// <summary>Number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room for so many keys at once; a table that grows step by step ends the same, only slower.</summary>
    public void Expect(int keys)
    {
        while (IsFull(keys)) Grow();
    }

    /// <summary>The reference of a key; 0 when it is not there. Allocates nothing.</summary>
    public uint Find(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        var slots = _slots;
        var mask = (uint)slots.Length - 1;
        for (var i = hash & mask; ; i = (i + 1) & mask)
        {
            var slot = slots[i];
            if (slot == 0) return 0;
            if ((uint)(slot >> 32) == hash && KeyAt((uint)slot).SequenceEqual(key)) return (uint)slot;
        }
    }

    /// <summary>The reference of a key, which is added with an empty record when it is new.</summary>
    public uint Intern(ReadOnlySpan<byte> key)
    {
        var found = Find(key);
        if (found != 0) return found;
        if (IsFull(Count + 1)) Grow();
        var reference = Append(key);
        Place(_slots, ((ulong)Hash(key) << 32) | reference);
        Count++;
        return reference;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref AddressRecord At(uint reference) =>
        ref Unsafe.As<byte, AddressRecord>(ref _chunks[reference >> UnitBits][(int)(reference & UnitMask) * 4]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> KeyAt(uint reference)
    {
        var chunk = _chunks[reference >> UnitBits];
        var start = (int)(reference & UnitMask) * 4;
        int octets = Unsafe.As<byte, AddressRecord>(ref chunk[start]).KeyOctets;
        return chunk.AsSpan(start + HeaderOctets, octets);
    }

    /// <summary>All references in the order of their adding.</summary>
    public IEnumerable<uint> References()
    {
        for (var chunk = 0; chunk < _chunks.Length; chunk++)
        {
            var end = chunk == _chunks.Length - 1 ? _used : _chunks[chunk].Length;
            for (var at = chunk == 0 ? 4 : 0; end - at > HeaderOctets;)
            {
                var reference = ((uint)chunk << UnitBits) | (uint)(at / 4);
                int octets = At(reference).KeyOctets;
                if (octets == 0) break;
                yield return reference;
                at += RecordOctets(octets);
            }
        }
    }

    /// <summary>Gives back what the last chunk did not need.</summary>
    public void Trim()
    {
        if (_chunks.Length > 0) Array.Resize(ref _chunks[^1], _used);
    }

    private static int RecordOctets(int keyOctets) => (HeaderOctets + keyOctets + 3) & ~3;

    /// <summary>The lower half serves both as the place in the table and as what tells keys apart: growing needs no key.</summary>
    private uint Hash(ReadOnlySpan<byte> key) => (uint)(XxHash3.HashToUInt64(key, (long)seed) & hashMask);

    /// <summary>7 of 10: runs of linear probing stay short, and a million addresses need 2^21 slots (16 MiB).</summary>
    private bool IsFull(int keys) => keys > _slots.Length / 10L * 7;

    private void Grow()
    {
        var slots = new ulong[_slots.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot != 0) Place(slots, slot);
        }
        _slots = slots;
    }

    private static void Place(ulong[] slots, ulong slot)
    {
        var mask = (uint)slots.Length - 1;
        var i = (uint)(slot >> 32) & mask;
        while (slots[i] != 0) i = (i + 1) & mask;
        slots[i] = slot;
    }

    private uint Append(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty || key.Length > MaxKeyOctets) throw new ArgumentException("A key has 1 to 1024 octets.", nameof(key));
        var octets = RecordOctets(key.Length);
        if (_chunks.Length == 0 || _chunks[^1].Length - _used < octets) AddChunk();

        var reference = ((uint)(_chunks.Length - 1) << UnitBits) | (uint)(_used / 4);
        At(reference) = new AddressRecord { Entry = -1, Tenant = -1, KeyOctets = (ushort)key.Length };
        key.CopyTo(_chunks[^1].AsSpan(_used + HeaderOctets));
        _used += octets;
        return reference;
    }

    /// <summary>Small directories stay small: a chunk is as large as all before it, up to 4 MiB.</summary>
    private void AddChunk()
    {
        if (_chunks.Length == 1 << (32 - UnitBits)) throw new InvalidOperationException("A directory holds at most 16 GiB of addresses.");
        var octets = (int)Math.Clamp(_chunks.Sum(chunk => (long)chunk.Length), SmallestChunk, LargestChunk);
        _used = _chunks.Length == 0 ? 4 : 0;
        _chunks = [.. _chunks, new byte[octets]];
    }
}
