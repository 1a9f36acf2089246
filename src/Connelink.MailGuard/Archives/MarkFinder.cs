using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Archives;

/// <summary>Finds every <see cref="Mark"/> in the octets of a file, those that overlap too, with the fixed part of its record.</summary>
internal sealed class MarkFinder
{
    /// <summary>Octets of the longest record: one that begins so far before a place ends before it.</summary>
    public const int LongestRecord = ZipEnd.Zip64Octets;

    private const int Signature = 4;

    private readonly byte[] _candidate = new byte[LongestRecord];
    private int _length;
    private bool _found;

    /// <summary>The record found, up to the last octet read: longer than the record when it stands inside another one.</summary>
    public ReadOnlySpan<byte> Record => _candidate.AsSpan(0, _length);

    public void Reset() => (_length, _found) = (0, false);

    /// <summary>Reads up to the end of the next record. None when all was read and no record ended.</summary>
    /// <param name="read">Octets read: none when the record overlaps the one found before.</param>
    public Mark Read(ReadOnlySpan<byte> octets, out int read)
    {
        read = 0;
        if (_found) NextCandidate();
        while (true)
        {
            if (_length == 0)
            {
                var next = IndexOfMark(octets[read..]);
                if (next < 0)
                {
                    read = octets.Length;
                    return Mark.None;
                }
                read += next;
                Append(octets, ref read, 1);
            }
            var mark = Identify(Record, out var needed);
            if (needed == 0)
            {
                NextCandidate();
            }
            else if (_length >= needed)
            {
                _found = true;
                return mark;
            }
            else if (read == octets.Length)
            {
                return Mark.None;
            }
            else
            {
                Append(octets, ref read, needed);
            }
        }
    }

    private void Append(ReadOnlySpan<byte> octets, ref int at, int needed)
    {
        var count = Math.Min(needed - _length, octets.Length - at);
        octets.Slice(at, count).CopyTo(_candidate.AsSpan(_length));
        _length += count;
        at += count;
    }

    /// <summary>Drops the first octet of the candidate, and all up to the next one that may begin a signature.</summary>
    private void NextCandidate()
    {
        _found = false;
        var next = IndexOfMark(_candidate.AsSpan(1, _length - 1));
        if (next < 0)
        {
            _length = 0;
            return;
        }
        _candidate.AsSpan(next + 1, _length - next - 1).CopyTo(_candidate);
        _length -= next + 1;
    }

    /// <param name="needed">Octets to have before more can be said; 0 when it is no signature.</param>
    private static Mark Identify(ReadOnlySpan<byte> octets, out int needed)
    {
        needed = 0;
        if (octets.Length < 2)
        {
            if (octets[0] is (byte)'P' or (byte)'7' or (byte)'R') needed = 2;
            return Mark.None;
        }
        if (octets is [(byte)'P', (byte)'K', ..])
        {
            if (octets.Length < 4)
            {
                needed = octets.Length == 2 || octets[2] is > 0 and < 8 ? 4 : 0;
                return Mark.None;
            }
            var mark = (octets[2], octets[3]) switch
            {
                (3, 4) => Mark.LocalHeader,
                (1, 2) => Mark.CentralHeader,
                (5, 6) => Mark.EndRecord,
                (6, 6) => Mark.Zip64EndRecord,
                (6, 7) => Mark.Zip64Locator,
                (7, 8) => Mark.DataDescriptor,
                _ => Mark.None,
            };
            needed = RecordOctets(mark);
            return mark;
        }
        if (Begins(octets, SevenZipSignature)) return Whole(octets, SevenZipSignature.Length, Mark.SevenZip, out needed);
        if (Begins(octets, Rar4Signature)) return Whole(octets, Rar4Signature.Length, Mark.Rar4, out needed);
        if (Begins(octets, Rar5Signature)) return Whole(octets, Rar5Signature.Length, Mark.Rar5, out needed);
        return Mark.None;
    }

    /// <summary>Octets of the fixed part of a record, its signature included.</summary>
    public static int RecordOctets(Mark mark) => mark switch
    {
        Mark.LocalHeader => ZipHeader.LocalOctets,
        Mark.CentralHeader => ZipHeader.CentralOctets,
        Mark.EndRecord => ZipEnd.Octets,
        Mark.Zip64EndRecord => ZipEnd.Zip64Octets,
        Mark.Zip64Locator => ZipEnd.LocatorOctets,
        Mark.DataDescriptor => ZipDescriptor.Octets,
        Mark.SevenZip => SevenZipReader.StartHeaderOctets,
        Mark.Rar4 => Rar4Signature.Length,
        Mark.Rar5 => Rar5Signature.Length,
        _ => 0,
    };

    private static ReadOnlySpan<byte> SevenZipSignature => [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C];

    private static ReadOnlySpan<byte> Rar4Signature => "Rar!\x1A\x07\0"u8;

    private static ReadOnlySpan<byte> Rar5Signature => "Rar!\x1A\x07\x01\0"u8;

    private static bool Begins(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> signature)
    {
        var length = Math.Min(octets.Length, signature.Length);
        return octets[..length].SequenceEqual(signature[..length]);
    }

    private static Mark Whole(ReadOnlySpan<byte> octets, int signature, Mark mark, out int needed)
    {
        needed = octets.Length < signature ? signature : RecordOctets(mark);
        return octets.Length < signature ? Mark.None : mark;
    }

    /// <summary>The first four octets that begin a mark, or what may become them at the end; -1 if there are none.</summary>
    private static int IndexOfMark(ReadOnlySpan<byte> octets)
    {
        var i = 0;
        ref var start = ref MemoryMarshal.GetReference(octets);
        for (var last = octets.Length - Vector256<byte>.Count - Signature; i <= last; i += Vector256<byte>.Count)
        {
            var first = Vector256.LoadUnsafe(ref start, (nuint)i);
            var second = Vector256.LoadUnsafe(ref start, (nuint)i + 1);
            var pairs = (Vector256.Equals(first, Vector256.Create((byte)'P')) & Vector256.Equals(second, Vector256.Create((byte)'K')))
                | (Vector256.Equals(first, Vector256.Create((byte)'7')) & Vector256.Equals(second, Vector256.Create((byte)'z')))
                | (Vector256.Equals(first, Vector256.Create((byte)'R')) & Vector256.Equals(second, Vector256.Create((byte)'a')));
            if (pairs == Vector256<byte>.Zero) continue;
            for (var places = pairs.ExtractMostSignificantBits(); places != 0; places &= places - 1)
            {
                var at = i + BitOperations.TrailingZeroCount(places);
                if (IsSignature(BinaryPrimitives.ReadUInt32LittleEndian(octets[at..]))) return at;
            }
        }
        while (i < octets.Length)
        {
            var next = octets[i..].IndexOfAny((byte)'P', (byte)'7', (byte)'R');
            if (next < 0) return -1;
            i += next;
            if (MayBegin(octets[i..])) return i;
            i++;
        }
        return -1;
    }

    /// <summary>The first four octets of all marks, as numbers in little-endian order.</summary>
    private static bool IsSignature(uint octets) =>
        octets is 0x04034B50 or 0x02014B50 or 0x06054B50 or 0x06064B50 or 0x07064B50 or 0x08074B50 or 0xAFBC7A37 or 0x21726152;

    private static bool MayBegin(ReadOnlySpan<byte> octets) => octets switch
    {
        [_, _, _, _, ..] => IsSignature(BinaryPrimitives.ReadUInt32LittleEndian(octets)),
        [(byte)'P'] or [(byte)'P', (byte)'K'] or [(byte)'P', (byte)'K', 1 or 3 or 5 or 6 or 7] => true,
        [(byte)'7'] or [(byte)'7', (byte)'z'] or [(byte)'7', (byte)'z', 0xBC] => true,
        [(byte)'R'] or [(byte)'R', (byte)'a'] or [(byte)'R', (byte)'a', (byte)'r'] => true,
        _ => false,
    };
}
