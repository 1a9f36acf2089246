using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>Two octets side by side that something may begin with: a stride of a text without them costs a few comparisons, where one octet alone would stop it at every word.</summary>
internal interface IOctetPair
{
    /// <summary>All bits set where the pair stands.</summary>
    static abstract Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second);

    /// <summary>At the end, where the second one is not there yet.</summary>
    static abstract bool MayBegin(byte last);
}

internal static class OctetPairs
{
    private const int StrideOctets = 32;

    /// <summary>Place of the first pair, or of a last octet that may begin one; -1 for none.</summary>
    public static int IndexOf<TPair>(ReadOnlySpan<byte> octets)
        where TPair : struct, IOctetPair
    {
        ref var start = ref MemoryMarshal.GetReference(octets);
        var at = 0;
        for (; at < octets.Length - StrideOctets; at += StrideOctets)
        {
            var pairs = PairsAt<TPair>(ref start, at);
            if (pairs != 0) return at + BitOperations.TrailingZeroCount(pairs);
        }
        if (at == octets.Length) return -1;

        Span<byte> rest = stackalloc byte[StrideOctets + 1];
        rest.Clear();
        octets[at..].CopyTo(rest);
        var last = octets.Length - 1;
        // A pair of the last octet and of what is not there is none.
        var found = PairsAt<TPair>(ref MemoryMarshal.GetReference(rest), 0) & ((1u << (last - at)) - 1);
        if (found != 0) return at + BitOperations.TrailingZeroCount(found);
        return TPair.MayBegin(octets[last]) ? last : -1;
    }

    private static uint PairsAt<TPair>(ref byte start, int at)
        where TPair : struct, IOctetPair =>
        TPair.Match(Vector256.LoadUnsafe(ref start, (nuint)at), Vector256.LoadUnsafe(ref start, (nuint)at + 1)).ExtractMostSignificantBits();
}
