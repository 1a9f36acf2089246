using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Archives;

/// <summary>The bits of a deflated stream, lowest first (RFC 1951 3.1.1): those left of what came before, and the octets that have come.</summary>
internal ref struct DeflateInput(ReadOnlySpan<byte> octets, ulong bits, int count)
{
    public readonly ReadOnlySpan<byte> Octets = octets;

    /// <summary>The octets before it are in the bits.</summary>
    public int Position;

    /// <summary>Nothing stands above <see cref="Count"/>.</summary>
    public ulong Bits = bits;
    public int Count = count;

    public readonly bool IsAtEnd => Position == Octets.Length;

    /// <summary>At least this many bits, of up to 56, or as many as there are: then false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Need(int bits) => Count >= bits || Fill(bits);

    /// <summary>56 bits or more, or as many as there are.</summary>
    public bool Fill(int bits)
    {
        if (Octets.Length - Position >= sizeof(ulong))
        {
            Bits |= BinaryPrimitives.ReadUInt64LittleEndian(Octets[Position..]) << Count;
            Position += (63 - Count) >> 3;
            Count |= 56;
            Bits &= (1ul << Count) - 1;
            return true;
        }
        while (Count < 56 && Position < Octets.Length)
        {
            Bits |= (ulong)Octets[Position++] << Count;
            Count += 8;
        }
        return Count >= bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int bits)
    {
        var value = (int)(Bits & ((1ul << bits) - 1));
        Bits >>= bits;
        Count -= bits;
        return value;
    }
}
