using System.Buffers;
using System.Buffers.Text;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>How base64 is read where it leaves RFC 2045 6.8.</summary>
internal enum Base64Reading : byte
{
    /// <summary>Junk is skipped, padding ends a quantum and another may follow: RFC 2045 6.8 and most programs.</summary>
    /// <remarks>Programs that stop at junk or padding see a prefix of this one, so it stands for them, too.</remarks>
    Lenient,

    /// <summary>Padding is skipped like junk, without regard to quanta (PHP's base64_decode).</summary>
    WithoutPadding,

    /// <summary>As Lenient, and "-" and "_" are letters (Node's Buffer; RFC 4648 5).</summary>
    UrlSafe,

    /// <summary>As Lenient, and each line begins a quantum (uudeview).</summary>
    ByLine,
}

/// <summary>Decodes base64 as it passes: whole lines at once through the runtime's vectorised decoder, the rest octet by octet.</summary>
internal sealed class Base64Decoder
{
    /// <summary>The alphabet, padding and white space.</summary>
    internal static readonly SearchValues<byte> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"u8);

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private const int ChunkOctets = 8 * 1024;
    private const byte White = 64;
    private const byte LineFeed = 65;
    private const byte Padding = 66;
    private const byte OtherAlphabet = 67;
    private const byte Junk = 68;

    /// <summary>After a chunk that the fast way could not take, so many octets go the slow way at least: twice as many each time that it gives little.</summary>
    private const int SlowOctets = 64;
    private const int MostSlowOctets = 2048;

    private static readonly byte[] Standard = Table(urlSafe: false, hasPadding: true);
    private static readonly byte[] WithUrlSafe = Table(urlSafe: true, hasPadding: true);
    private static readonly byte[] WithoutPadding = Table(urlSafe: false, hasPadding: false);

    /// <summary>Lines without their line ends; a copy may run over the end of the last one.</summary>
    private readonly byte[] _lines = new byte[ChunkOctets + 80];
    private readonly byte[] _decoded = new byte[(ChunkOctets / 4 * 3) + 8];
    private byte[] _table = Standard;
    private Base64Reading _reading;
    private uint _bits;
    private int _count;
    private int _slow;
    private int _slowNext;

    /// <summary>Padding was read, and nothing but padding and white space since.</summary>
    private bool _hasEnded;

    /// <summary>Letters of the quantum that padding ended.</summary>
    private int _countBeforePadding;

    /// <summary>A line ended within a quantum.</summary>
    private bool _isLineBroken;
    private Parting _watched;

    public void Begin(Base64Reading reading)
    {
        _reading = reading;
        _table = reading switch
        {
            Base64Reading.UrlSafe => WithUrlSafe,
            Base64Reading.WithoutPadding => WithoutPadding,
            _ => Standard,
        };
        _bits = 0;
        _count = 0;
        _slow = 0;
        _slowNext = SlowOctets;
        _hasEnded = false;
        _isLineBroken = false;
        _watched = reading == Base64Reading.Lenient ? Parting.Junk | Parting.UrlSafe | Parting.Padding | Parting.Line : Parting.None;
    }

    /// <summary>Goes on where another one is, in another way. Only where readings part: so far they are alike.</summary>
    public void ContinueFrom(Base64Decoder other, Base64Reading way)
    {
        Begin(way);
        _bits = other._bits;
        var isWithinPadding = way == Base64Reading.WithoutPadding && other._hasEnded;
        _count = isWithinPadding ? other._countBeforePadding : other._count;
        _hasEnded = other._hasEnded && !isWithinPadding;
        _slow = SlowOctets;
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
        var at = ReadSlowly(octets[..Math.Min(octets.Length, ChunkOctets)], octets.Length - SlowOctets, ref written, out parting);
        _slow = Math.Max(0, _slow - at);
        octets = octets[at..];
        return _decoded.AsSpan(0, written);
    }

    /// <summary>Octet by octet, to the end of a quantum behind the slow octets or to where readings part.</summary>
    /// <param name="lastFast">Behind this place too few octets are left for the fast way.</param>
    private int ReadSlowly(ReadOnlySpan<byte> octets, int lastFast, ref int written, out Parting parting)
    {
        parting = Parting.None;
        var (table, decoded) = (_table, _decoded);
        var (bits, count, hasEnded) = (_bits, _count, _hasEnded);
        var mayPart = _hasEnded || _isLineBroken;
        var at = 0;
        for (; at < octets.Length && parting == Parting.None; at++)
        {
            var value = table[octets[at]];
            if (value < White)
            {
                if (mayPart && (parting = PartAtLetter(hasEnded)) != Parting.None) break;
                (mayPart, hasEnded) = (false, false);
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
            if (value == White || (value == LineFeed && count == 0)) continue;
            if (value >= OtherAlphabet)
            {
                parting = Stop(value == Junk ? Parting.Junk : Parting.UrlSafe);
                if (parting != Parting.None) break;
            }
            else if (value == Padding)
            {
                if (!hasEnded) _countBeforePadding = count;
                written += EndQuantum(decoded.AsSpan(written), bits, count);
                (count, hasEnded, mayPart) = (0, true, true);
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
        (_bits, _count, _hasEnded) = (bits, count, hasEnded);
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

    /// <summary>At the start of a quantum, and nothing but letters was found lately.</summary>
    public bool IsFast => _slow == 0 && IsAtQuantum;

    /// <summary>A line that ends within a quantum makes a difference.</summary>
    private bool MindsLines => _reading == Base64Reading.ByLine || (_watched & Parting.Line) != 0;

    private bool IsAtQuantum => _count == 0 && !_hasEnded;

    private void Add(byte value, ref int written)
    {
        _bits = (_bits << 6) | value;
        if (++_count < 4) return;
        _decoded[written++] = (byte)(_bits >> 16);
        _decoded[written++] = (byte)(_bits >> 8);
        _decoded[written++] = (byte)_bits;
        _count = 0;
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

    /// <summary>As many lines of one width as fit, or one line, or the beginning of one, up to anything but letters.</summary>
    private int DecodeLines(ref ReadOnlySpan<byte> octets)
    {
        if (_reading == Base64Reading.ByLine && DecodeEachLine(ref octets) is var byLine && (byLine > 0 || octets.IsEmpty)) return byLine;

        var width = octets[..Math.Min(octets.Length, ChunkOctets)].IndexOf((byte)'\n');
        var lineEnd = 1;
        if (width < 0)
        {
            width = Math.Min(octets.Length, ChunkOctets);
            lineEnd = 0;
        }
        if (width > 0 && octets[width - 1] == '\r')
        {
            width--;
            if (lineEnd > 0) lineEnd++;
        }
        if (width == 0)
        {
            octets = octets[Math.Max(1, lineEnd)..];
            return 0;
        }

        if (lineEnd > 0 && width % 4 != 0 && MindsLines)
        {
            SlowDown(width + lineEnd, 0);
            return 0;
        }

        var lines = lineEnd == 0 ? 1 : CopyLines(octets, width, lineEnd);
        var letters = lines == 1 ? octets[..width] : _lines.AsSpan(0, lines * width);
        Base64.DecodeFromUtf8(letters, _decoded, out var consumed, out var written, isFinalBlock: false);
        if (written * 4 != consumed * 3)
        {
            // White space inside, which the runtime skips but may take the letters of an unfinished quantum with.
            _slow = Math.Min(letters.Length, MostSlowOctets);
            return 0;
        }
        if (letters.Length - consumed > 3) SlowDown(SlowOctets, written);
        while (_slow == 0 && consumed < letters.Length && TryAdd(letters[consumed], ref written)) consumed++;
        octets = octets[((consumed / width * (width + lineEnd)) + (consumed % width))..];
        return written;
    }

    /// <summary>Whole lines of nothing but letters; what they have behind their last quantum is dropped.</summary>
    private int DecodeEachLine(ref ReadOnlySpan<byte> octets)
    {
        var total = 0;
        while (octets[..Math.Min(octets.Length, ChunkOctets)].IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = octets[..end].TrimEnd((byte)'\r');
            var whole = line.Length & ~3;
            if (_decoded.Length - total < whole / 4 * 3 || line[whole..].ContainsAnyExcept(Alphabet)) break;
            Base64.DecodeFromUtf8(line[..whole], _decoded.AsSpan(total), out var consumed, out var written, isFinalBlock: false);
            if (consumed != whole || written * 4 != consumed * 3) break;
            total += written;
            octets = octets[(end + 1)..];
        }
        return total;
    }

    private bool TryAdd(byte octet, ref int written)
    {
        var value = _table[octet];
        if (value >= White)
        {
            _slow = SlowOctets;
            return false;
        }
        Add(value, ref written);
        return true;
    }

    /// <summary>How many lines of this width follow each other, at least one; they are in <see cref="_lines"/> then.</summary>
    private int CopyLines(ReadOnlySpan<byte> octets, int width, int lineEnd)
    {
        var stride = width + lineEnd;
        var most = Math.Min(octets.Length / stride, ChunkOctets / width);
        var lines = 0;
        for (; lines < most; lines++)
        {
            var line = octets[(lines * stride)..];
            if (line[stride - 1] != '\n' || (lineEnd == 2 && line[width] != '\r')) break;

            var copy = _lines.AsSpan(lines * width);
            if (width is <= 80 && line.Length >= 80)
            {
                // Lines have 76 octets (RFC 2045 6.8): two copies of fixed size, over the end of the line into the place of the next, are cheapest.
                Vector512.Create(line).CopyTo(copy);
                if (width > 64) Vector128.Create(line[64..]).CopyTo(copy[64..]);
            }
            else
            {
                line[..width].CopyTo(copy);
            }
        }
        return lines;
    }

    private static byte[] Table(bool urlSafe, bool hasPadding)
    {
        var table = new byte[256];
        table.AsSpan().Fill(Junk);
        for (byte i = 0; i < 64; i++)
        {
            table["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[i]] = i;
        }
        table['-'] = urlSafe ? (byte)62 : OtherAlphabet;
        table['_'] = urlSafe ? (byte)63 : OtherAlphabet;
        foreach (var white in " \t\r"u8) table[white] = White;
        table['\n'] = LineFeed;
        table['='] = hasPadding ? Padding : White;
        return table;
    }
}
