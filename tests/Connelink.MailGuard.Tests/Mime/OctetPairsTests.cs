using System.Runtime.Intrinsics;
using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class OctetPairsTests
{
    /// <summary>Around one stride, around two, and between.</summary>
    private static readonly int[] Lengths = [2, 3, 31, 32, 33, 34, 48, 63, 64, 65, 66, 97];

    [Fact]
    public void A_pair_is_found_at_every_place()
    {
        foreach (var length in Lengths)
        {
            for (var place = 0; place < length - 1; place++)
            {
                var octets = Octets(length);
                "ab"u8.CopyTo(octets.AsSpan(place));
                Assert.Equal(place, OctetPairs.IndexOf<Pair>(octets));
            }
        }
    }

    [Fact]
    public void The_first_of_two_pairs_is_found()
    {
        foreach (var length in Lengths.Where(length => length > 3))
        {
            for (var place = 0; place < length - 3; place++)
            {
                var octets = Octets(length);
                "ab"u8.CopyTo(octets.AsSpan(place));
                "ab"u8.CopyTo(octets.AsSpan(length - 2));
                Assert.Equal(place, OctetPairs.IndexOf<Pair>(octets));
            }
        }
    }

    [Fact]
    public void A_last_octet_may_begin_one()
    {
        foreach (var length in Lengths.Prepend(1))
        {
            var octets = Octets(length);
            octets[^1] = (byte)'a';
            Assert.Equal(length - 1, OctetPairs.IndexOf<Pair>(octets));
        }
    }

    [Fact]
    public void Halves_are_no_pair()
    {
        foreach (var length in Lengths)
        {
            var octets = Octets(length);
            for (var place = 0; place < length; place++) octets[place] = "acb"u8[(place + 3 - (length % 3)) % 3];
            Assert.Equal(-1, OctetPairs.IndexOf<Pair>(octets));
        }
    }

    [Fact]
    public void What_is_behind_the_octets_is_no_part_of_a_pair()
    {
        foreach (var length in Lengths)
        {
            var octets = Octets(length + 1);
            "cb"u8.CopyTo(octets.AsSpan(length - 1));
            Assert.Equal(-1, OctetPairs.IndexOf<Pair>(octets.AsSpan(0, length)));
        }
        Assert.Equal(-1, OctetPairs.IndexOf<Pair>(default));
    }

    [Fact]
    public void A_NUL_is_an_octet_and_not_the_end()
    {
        foreach (var length in Lengths)
        {
            var octets = Octets(length);
            Assert.Equal(-1, OctetPairs.IndexOf<NulPair>(octets));
            octets[^1] = (byte)'a';
            // The pair would be of the last octet and of the zeros that the stride is filled up with.
            Assert.Equal(-1, OctetPairs.IndexOf<NulPair>(octets));
            (octets[^2], octets[^1]) = ((byte)'a', 0);
            Assert.Equal(length - 2, OctetPairs.IndexOf<NulPair>(octets));
        }
    }

    private static byte[] Octets(int length)
    {
        var octets = new byte[length];
        octets.AsSpan().Fill((byte)'x');
        return octets;
    }

    private readonly struct Pair : IOctetPair
    {
        public static Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second) =>
            Vector256.Equals(first, Vector256.Create((byte)'a')) & Vector256.Equals(second, Vector256.Create((byte)'b'));

        public static bool MayBegin(byte last) => last == 'a';
    }

    private readonly struct NulPair : IOctetPair
    {
        public static Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second) =>
            Vector256.Equals(first, Vector256.Create((byte)'a')) & Vector256.Equals(second, Vector256<byte>.Zero);

        public static bool MayBegin(byte last) => false;
    }
}
