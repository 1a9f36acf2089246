using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Mime;

/// <summary>Decodes base64 as it passes: whole lines at once through the runtime's vectorised decoder, the rest octet by octet.</summary>
internal sealed class Base64Decoder
{
    /// <summary>The alphabet, padding and white space.</summary>
    internal static readonly SearchValues<byte> Letters = SearchValues.Create([.. Base64Alphabet.Letters, .. "= \t\r\n"u8]);

    /// <summary>After lines that the fast way could not take, so many octets go the slow way at least: twice as many each time that it gives little.</summary>
    private const int SlowOctets = 64;
    private const int MostSlowOctets = 2048;

    private readonly Base64Lines _lines = new();
    private byte[] _decoded = [];
    private byte[] _table = Base64Alphabet.Of(Base64Reading.Lenient);
    private Base64Reading _reading;

    /// <summary>The letters of the quantum that is being read, and how many.</summary>
    private uint _bits;
    private int _count;

    /// <summary>Letters of the quantum that padding ended, while nothing but padding and white space has followed; -1 elsewhere.</summary>
    private int _ended;

    /// <summary>A line ended within the quantum, and readings part there.</summary>
    private bool _isLineBroken;
    private Parting _watched;

    /// <summary>Octets that go the slow way from here on, and the next time.</summary>
    private int _slow;
    private int _slowNext;

    /// <summary>At the start of a quantum, and nothing but letters was found lately.</summary>
    public bool IsFast => _slow == 0 && _count == 0 && _ended < 0;

    public void Begin(Base64Reading reading)
    {
        if (_decoded.Length == 0) _decoded = new byte[(Base64Lines.MaxOctets / 4 * 3) + 8]; // most of those that look for a file in a text never find one
        _reading = reading;
        _table = Base64Alphabet.Of(reading);
        _bits = 0;
        _count = 0;
        _ended = -1;
        _isLineBroken = false;
        _watched = reading == Base64Reading.Lenient ? Parting.Junk | Parting.UrlSafe | Parting.Padding | Parting.Line : Parting.None;
        _slow = 0;
        _slowNext = SlowOctets;
    }

    /// <summary>Goes on in another way where readings part: so far they are alike.</summary>
    public void ContinueFrom(Base64Decoder other, Base64Reading way)
    {
        Begin(way);
        _slow = SlowOctets;
        // Where lines part, one has ended, and who reads each for itself begins a quantum.
        if (way == Base64Reading.ByLine) return;

        _bits = other._bits;
        var isWithinPadding = way == Base64Reading.WithoutPadding && other._ended >= 0;
        _count = isWithinPadding ? other._ended : other._count;
        _ended = isWithinPadding ? -1 : other._ended;
    }

    /// <summary>Decodes a part of the octets, at least one of them unless readings part.</summary>
    /// <param name="parting">Each kind once: the first of the octets that are left is read in different ways.</param>
    public ReadOnlySpan<byte> Decode(ref ReadOnlySpan<byte> octets, out Parting parting)
    {
        parting = Parting.None;
        var written = 0;
        if (IsFast)
        {
            written = DecodeLines(ref octets);
            if (written > 0 || octets.IsEmpty) return _decoded.AsSpan(0, written);
        }
        var at = ReadSlowly(octets[..Math.Min(octets.Length, Base64Lines.MaxOctets)], octets.Length - SlowOctets, ref written, out parting);
        _slow = Math.Max(0, _slow - at);
        octets = octets[at..];
        return _decoded.AsSpan(0, written);
    }

    /// <summary>Decodes some lines of nothing but letters; none of the octets where there are no such lines.</summary>
    public ReadOnlySpan<byte> DecodeLetters(ref ReadOnlySpan<byte> octets) => _decoded.AsSpan(0, IsFast ? DecodeLines(ref octets) : 0);

    /// <summary>The octets of an unfinished quantum.</summary>
    public ReadOnlySpan<byte> Complete(out MimeIrregularity found)
    {
        found = _count > 0 ? MimeIrregularity.UnpaddedBase64 : MimeIrregularity.None;
        var written = EndQuantum(_decoded, _bits, _count);
        _count = 0;
        return _decoded.AsSpan(0, written);
    }

    /// <summary>As many lines of one width as fit, or the beginning of one, up to anything but letters; 0 where the slow way has to go on.</summary>
    [SkipLocalsInit]
    private int DecodeLines(ref ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && octets[0] is (byte)'\r' or (byte)'\n') octets = octets[1..];
        if (octets.IsEmpty) return 0;

        Span<byte> room = stackalloc byte[Base64Lines.RoomOctets];
        _lines.Measure(octets);
        var letters = _lines.AreBroken && (_watched & Parting.Line) != 0 ? default : _lines.Join(octets, room, wholeQuanta: _reading == Base64Reading.ByLine);
        if (letters.IsEmpty)
        {
            SlowDown(_lines.Width + _lines.LineEnd, 0);
            return 0;
        }
        Base64.DecodeFromUtf8(letters, _decoded, out var consumed, out var written, isFinalBlock: false);
        if (written * 4 != consumed * 3)
        {
            // White space inside, which the runtime skips but may take the letters of an unfinished quantum with.
            _slow = Math.Min(letters.Length, MostSlowOctets);
            return 0;
        }
        if (letters.Length - consumed > 3) SlowDown(SlowOctets, written);
        else consumed += BeginQuantum(letters[consumed..]);
        octets = octets[_lines.OctetsOf(consumed)..];
        return written;
    }

    /// <summary>Takes what stands behind the last whole quantum, as far as it is letters.</summary>
    private int BeginQuantum(ReadOnlySpan<byte> octets)
    {
        while (_count < octets.Length && _table[octets[_count]] is < Base64Alphabet.White and var value)
        {
            _bits = (_bits << 6) | value;
            _count++;
        }
        if (_count < octets.Length) _slow = SlowOctets;
        return _count;
    }

    /// <summary>Octet by octet, to the end of a quantum behind the slow octets or to where readings part.</summary>
    /// <param name="lastFast">Behind this place too few octets are left for the fast way.</param>
    private int ReadSlowly(ReadOnlySpan<byte> octets, int lastFast, ref int written, out Parting parting)
    {
        parting = Parting.None;
        var (table, decoded) = (_table, _decoded);
        var (bits, count, ended) = (_bits, _count, _ended);
        var mayPart = ended >= 0 || _isLineBroken;
        var at = 0;
        for (; at < octets.Length; at++)
        {
            var value = table[octets[at]];
            if (value < Base64Alphabet.White)
            {
                if (mayPart && (parting = PartAtLetter(ended >= 0)) != Parting.None) break;
                (mayPart, ended) = (false, -1);
                bits = (bits << 6) | value;
                if (++count < 4) continue;
                decoded[written++] = (byte)(bits >> 16);
                decoded[written++] = (byte)(bits >> 8);
                decoded[written++] = (byte)bits;
                count = 0;
                if (at < _slow || at >= lastFast) continue;
                at++;
                break;
            }
            if (value == Base64Alphabet.White || (value == Base64Alphabet.LineFeed && count == 0)) continue;
            if (value >= Base64Alphabet.OfUrl)
            {
                parting = Stop(value == Base64Alphabet.Junk ? Parting.Junk : Parting.UrlSafe);
                if (parting != Parting.None) break;
            }
            else if (value == Base64Alphabet.Padding)
            {
                if (ended < 0) ended = count;
                written += EndQuantum(decoded.AsSpan(written), bits, count);
                (count, mayPart) = (0, true);
            }
            else if (_reading == Base64Reading.ByLine)
            {
                count = 0;
            }
            else
            {
                _isLineBroken = (_watched & Parting.Line) != 0;
                mayPart |= _isLineBroken;
            }
        }
        (_bits, _count, _ended) = (bits, count, ended);
        return at;
    }

    /// <summary>A letter behind padding, or behind a line that ended within a quantum.</summary>
    private Parting PartAtLetter(bool hasEnded)
    {
        if (hasEnded && Stop(Parting.Padding) != Parting.None) return Parting.Padding;
        if (!_isLineBroken) return Parting.None;
        _isLineBroken = false;
        return Stop(Parting.Line);
    }

    /// <summary>The octets that an unfinished quantum has whole.</summary>
    private static int EndQuantum(Span<byte> decoded, uint bits, int count)
    {
        if (count < 2) return 0;
        decoded[0] = (byte)(bits >> ((6 * count) - 8));
        if (count == 3) decoded[1] = (byte)(bits >> 2);
        return count - 1;
    }

    private void SlowDown(int least, int decoded)
    {
        _slowNext = decoded > 8 * SlowOctets ? SlowOctets : Math.Min(2 * _slowNext, MostSlowOctets);
        _slow = Math.Max(least, _slowNext);
    }

    private Parting Stop(Parting parting)
    {
        var stop = _watched & parting;
        _watched &= ~parting;
        return stop;
    }
}
