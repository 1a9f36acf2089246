using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Archives;

/// <summary>Reads the tokens of a block, literals and matches, into the window (RFC 1951 3.2.3).</summary>
internal static class DeflateTokens
{
    /// <returns>Done at the end of the block. Starved leaves the bits of one unfinished token: a token is read when all its bits are there.</returns>
    public static InflateStep Read(ref DeflateInput input, InflateWindow window, HuffmanTable literals, HuffmanTable distances)
    {
        while (true)
        {
            if (window.IsFull) return InflateStep.Full;
            if (input.Octets.Length - input.Position >= sizeof(ulong))
            {
                var step = ReadFast(ref input, window, literals, distances);
                if (step != InflateStep.Starved) return step;
            }
            input.Need(56);
            if (ReadOne(ref input, window, literals, distances, out var isBlockEnd) is var result && (result != InflateStep.Done || isBlockEnd)) return result;
        }
    }

    /// <summary>Tokens while eight octets of input can be read at once and the window has room. Starved when they cannot.</summary>
    private static InflateStep ReadFast(ref DeflateInput input, InflateWindow window, HuffmanTable literalTable, HuffmanTable distanceTable)
    {
        var (bits, count, from, at, flushAt) = (input.Bits, input.Count, input.Position, window.At, window.FlushAt);
        var (literals, literalMask, distances, distanceMask) = (literalTable.Entries, literalTable.Mask, distanceTable.Entries, distanceTable.Mask);
        var octets = input.Octets;
        ref var first = ref window.First;
        var step = InflateStep.Full;
        while (at < flushAt)
        {
            if (octets.Length - from < sizeof(ulong))
            {
                step = InflateStep.Starved;
                break;
            }

            // 56 bits or more: three literals, or the longest length and distance (48).
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(octets[from..]) << count;
            from += (63 - count) >> 3;
            count |= 56;

            var entry = Look(literals, literalMask, DeflateCodes.LiteralBits, bits);
            if ((int)entry < 0)
            {
                Put(ref first, ref at, entry, ref bits, ref count);
                entry = Look(literals, literalMask, DeflateCodes.LiteralBits, bits);
                if ((int)entry >= 0) continue;
                Put(ref first, ref at, entry, ref bits, ref count);
                entry = Look(literals, literalMask, DeflateCodes.LiteralBits, bits);
                if ((int)entry < 0) Put(ref first, ref at, entry, ref bits, ref count);
                continue;
            }

            bits >>= (int)(entry & 15);
            count -= (int)(entry & 15);
            if ((entry & (HuffmanTable.EndOfBlock | HuffmanTable.Invalid)) != 0)
            {
                step = (entry & HuffmanTable.Invalid) != 0 ? InflateStep.Damaged : InflateStep.Done;
                break;
            }
            var length = Value(entry, ref bits, ref count);
            entry = Look(distances, distanceMask, DeflateCodes.DistanceBits, bits);
            bits >>= (int)(entry & 15);
            count -= (int)(entry & 15);
            if ((entry & HuffmanTable.Invalid) != 0)
            {
                step = InflateStep.Damaged;
                break;
            }
            var distance = Value(entry, ref bits, ref count);
            if (distance > at)
            {
                step = InflateStep.Damaged;
                break;
            }
            InflateWindow.Copy(ref first, at, distance, length);
            at += length;
        }
        (input.Bits, input.Count, input.Position, window.At) = (count == 0 ? 0 : bits & (ulong.MaxValue >> (64 - count)), count, from, at);
        return step;
    }

    /// <summary>One token of the bits that are there. Starved, with nothing changed, when it may need more.</summary>
    private static InflateStep ReadOne(ref DeflateInput input, InflateWindow window, HuffmanTable literals, HuffmanTable distances, out bool isBlockEnd)
    {
        isBlockEnd = false;
        var (bits, count) = (input.Bits, input.Count);
        var entry = Look(literals.Entries, literals.Mask, DeflateCodes.LiteralBits, bits);
        if (!TryConsume(entry, ref bits, ref count)) return InflateStep.Starved;
        if ((entry & HuffmanTable.Invalid) != 0) return input.IsAtEnd && input.Count < HuffmanTable.MaxLength ? InflateStep.Starved : InflateStep.Damaged;
        if ((int)entry < 0)
        {
            window.Put((byte)(entry >> 16));
        }
        else if ((entry & HuffmanTable.EndOfBlock) != 0)
        {
            isBlockEnd = true;
        }
        else
        {
            if (count < (int)(entry >> 8 & 0xFF)) return InflateStep.Starved;
            var length = Value(entry, ref bits, ref count);
            entry = Look(distances.Entries, distances.Mask, DeflateCodes.DistanceBits, bits);
            if (!TryConsume(entry, ref bits, ref count)) return InflateStep.Starved;
            if ((entry & HuffmanTable.Invalid) != 0) return input.IsAtEnd && count < HuffmanTable.MaxLength ? InflateStep.Starved : InflateStep.Damaged;
            if (count < (int)(entry >> 8 & 0xFF)) return InflateStep.Starved;
            var distance = Value(entry, ref bits, ref count);
            if (distance > window.At) return InflateStep.Damaged;
            InflateWindow.Copy(ref window.First, window.At, distance, length);
            window.At += length;
        }
        (input.Bits, input.Count) = (bits, count);
        return InflateStep.Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Look(uint[] table, int mask, int firstBits, ulong bits)
    {
        var entry = table[(int)bits & mask];
        if ((entry & (HuffmanTable.Link | HuffmanTable.Literal)) != HuffmanTable.Link) return entry;
        return table[(int)(entry >> 16) + ((int)(bits >> firstBits) & ((1 << (int)(entry >> 8 & 0xFF)) - 1))];
    }

    private static bool TryConsume(uint entry, ref ulong bits, ref int count)
    {
        var length = (int)(entry & 15);
        if (length > count) return false;
        bits >>= length;
        count -= length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref byte first, ref int at, uint entry, ref ulong bits, ref int count)
    {
        Unsafe.Add(ref first, at++) = (byte)(entry >> 16);
        bits >>= (int)(entry & 15);
        count -= (int)(entry & 15);
    }

    /// <summary>Base and extra bits of a length or distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Value(uint entry, ref ulong bits, ref int count)
    {
        var extra = (int)(entry >> 8 & 0xFF);
        var value = (int)(entry >> 16) + (int)(bits & ((1ul << extra) - 1));
        bits >>= extra;
        count -= extra;
        return value;
    }
}
