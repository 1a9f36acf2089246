using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>Finds the fields of MIME parts within a text: "Content-Type" or "Content-Transfer-Encoding" at a line start, up to a line that begins with a hyphen.</summary>
/// <remarks>Parts for programs that guess: where the structure of a message is not declared, or is declared behind lines that are no fields.</remarks>
internal sealed class QuotedEntityLook
{
    private readonly byte[] _taken = new byte[9];
    private int _matched;
    private bool _atLineStart;

    /// <summary>The beginning of the field that was found.</summary>
    public ReadOnlySpan<byte> Taken => _taken;

    private static ReadOnlySpan<byte> Wanted => "content-t"u8;

    public void Begin(bool atLineStart) => _matched = atLineStart ? 0 : -1;

    /// <summary>Reads up to behind <see cref="Taken"/>, or all.</summary>
    public bool Find(ref ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_matched < 0)
            {
                var end = OctetPairs.IndexOf<LineWithC>(octets);
                octets = octets[(end < 0 ? octets.Length : end + 1)..];
                if (end >= 0) _matched = 0;
                continue;
            }
            var octet = octets[0];
            octets = octets[1..];
            if (octet == Wanted[_matched] || (octet >= 'A' && (octet | 0x20) == Wanted[_matched]))
            {
                _taken[_matched++] = octet;
                if (_matched < Wanted.Length) continue;
                _atLineStart = false;
                _matched = -1;
                return true;
            }
            _matched = octet == '\n' ? 0 : -1;
        }
        return false;
    }

    /// <summary>How many octets are before a line that begins with a hyphen.</summary>
    public int Inside(ReadOnlySpan<byte> octets, out bool isEnd)
    {
        isEnd = _atLineStart && octets[0] == '-';
        if (isEnd) return 0;

        var end = octets.IndexOf("\n-"u8);
        isEnd = end >= 0;
        _atLineStart = octets[^1] == '\n';
        return isEnd ? end + 1 : octets.Length;
    }

    /// <summary>A line end with a "C" behind it: nearly no lines of a text begin so, and the others cost nothing by themselves.</summary>
    private readonly struct LineWithC : IOctetPair
    {
        public static Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second) =>
            Vector256.Equals(first, Vector256.Create((byte)'\n')) & Vector256.Equals(second | Vector256.Create((byte)0x20), Vector256.Create((byte)'c'));

        public static bool MayBegin(byte last) => last == '\n';
    }
}
