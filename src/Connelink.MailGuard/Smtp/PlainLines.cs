using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Smtp;

/// <summary>Passes over mail data in which nothing needs a closer look, 64 octets at a time.</summary>
internal static class PlainLines
{
    /// <summary>Octets that are looked at together: one bit each in a word.</summary>
    public const int Stride = 64;

    /// <summary>
    /// How many octets from the start have each LF behind a CR and each CR before an LF, no NUL, and no "." at a line start. Whole strides
    /// only, or up to the octet that differs: what is left is read one by one.
    /// </summary>
    /// <param name="place">LineStart, InLine or AfterCr; on return that of the octet behind those that were passed over.</param>
    public static int Skip(ReadOnlySpan<byte> block, ref LinePlace place)
    {
        if (!Vector128.IsHardwareAccelerated) return 0;

        ref var first = ref MemoryMarshal.GetReference(block);
        ulong crBefore = place == LinePlace.AfterCr ? 1u : 0u;
        ulong atLineStart = place == LinePlace.LineStart ? 1u : 0u;
        var at = 0;
        for (; at + Stride <= block.Length; at += Stride)
        {
            ref var stride = ref Unsafe.Add(ref first, at);
            var cr = Positions(ref stride, (byte)'\r');
            var lf = Positions(ref stride, (byte)'\n');
            var lfDue = (cr << 1) | crBefore;
            var lineStarts = (lf << 1) | atLineStart;
            var odd = (lf ^ lfDue) | Positions(ref stride, 0) | (Positions(ref stride, (byte)'.') & lineStarts);
            if (odd != 0)
            {
                var offset = (int)ulong.TrailingZeroCount(odd);
                place = PlaceOf((lfDue >> offset) & 1, (lineStarts >> offset) & 1);
                return at + offset;
            }
            crBefore = cr >> (Stride - 1);
            atLineStart = lf >> (Stride - 1);
        }
        place = PlaceOf(crBefore, atLineStart);
        return at;
    }

    /// <summary>Whether an LF stands without a CR before it.</summary>
    public static bool HasBareLf(ReadOnlySpan<byte> block, bool afterCr)
    {
        ref var first = ref MemoryMarshal.GetReference(block);
        ulong crBefore = afterCr ? 1u : 0u;
        var at = 0;
        for (; Vector128.IsHardwareAccelerated && at + Stride <= block.Length; at += Stride)
        {
            ref var stride = ref Unsafe.Add(ref first, at);
            var cr = Positions(ref stride, (byte)'\r');
            if ((Positions(ref stride, (byte)'\n') & ~((cr << 1) | crBefore)) != 0) return true;
            crBefore = cr >> (Stride - 1);
        }
        afterCr = crBefore != 0;
        foreach (var octet in block[at..])
        {
            if (octet == '\n' && !afterCr) return true;
            afterCr = octet == '\r';
        }
        return false;
    }

    private static LinePlace PlaceOf(ulong afterCr, ulong lineStart) =>
        afterCr != 0 ? LinePlace.AfterCr : lineStart != 0 ? LinePlace.LineStart : LinePlace.InLine;

    /// <summary>A bit for each of 64 octets that equals the one wanted. The choice of registers costs nothing at run time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Positions(ref byte stride, byte wanted)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.Equals(Vector512.LoadUnsafe(ref stride), Vector512.Create(wanted)).ExtractMostSignificantBits();
        }
        if (Vector256.IsHardwareAccelerated)
        {
            var value = Vector256.Create(wanted);
            ulong low = Vector256.Equals(Vector256.LoadUnsafe(ref stride), value).ExtractMostSignificantBits();
            ulong high = Vector256.Equals(Vector256.LoadUnsafe(ref stride, 32), value).ExtractMostSignificantBits();
            return low | (high << 32);
        }
        return Quarter(ref stride, wanted, 0) | Quarter(ref stride, wanted, 16) | Quarter(ref stride, wanted, 32) | Quarter(ref stride, wanted, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Quarter(ref byte stride, byte wanted, int offset) =>
        (ulong)Vector128.Equals(Vector128.LoadUnsafe(ref stride, (nuint)offset), Vector128.Create(wanted)).ExtractMostSignificantBits() << offset;
}
