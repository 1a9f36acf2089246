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
    private const byte Padding = 65;
    private const byte OtherAlphabet = 66;
    private const byte Junk = 67;

    /// <summary>After a chunk that the fast way could not take, so many octets go the slow way at least.</summary>
    private const int SlowOctets = 64;
    private const int SlowForWhite = 2048;

    private static readonly byte[] Standard = Table(urlSafe: false);
    private static readonly byte[] WithUrlSafe = Table(urlSafe: true);

    /// <summary>Lines without their line ends; a copy may run over the end of the last one.</summary>
    private readonly byte[] _lines = new byte[ChunkOctets + 80];
    private readonly byte[] _decoded = new byte[(ChunkOctets / 4 * 3) + 8];
    private byte[] _table = Standard;
    private Base64Reading _reading;
    private uint _bits;
    private int _count;
    private int _slow;

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
        _table = reading == Base64Reading.UrlSafe ? WithUrlSafe : Standard;
        _bits = 0;
        _count = 0;
        _slow = 0;
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
        var most = Math.Min(octets.Length, ChunkOctets);
        var at = 0;
        while (at < most)
        {
            at = ReadLetters(octets[..most], at, ref written);
            if (at == most || (at >= _slow && IsAtQuantum && octets.Length - at >= SlowOctets)) break;
            if ((parting = ReadOther(octets[at], ref written)) != Parting.None) break;
            at++;
        }
        _slow = Math.Max(0, _slow - at);
        octets = octets[at..];
        return _decoded.AsSpan(0, written);
    }

    /// <summary>Letters, and whatever may be skipped between them, to the end of a quantum behind the slow octets.</summary>
    private int ReadLetters(ReadOnlySpan<byte> octets, int at, ref int written)
    {
        if (_hasEnded || _isLineBroken) return at;
        var table = _table;
        var skipped = (_watched & Parting.Junk) == 0 ? Junk : White;
        var bits = _bits;
        var count = _count;
        for (; at < octets.Length; at++)
        {
            var value = table[octets[at]];
            if (value < White)
            {
                bits = (bits << 6) | value;
                if (++count < 4) continue;
                _decoded[written++] = (byte)(bits >> 16);
                _decoded[written++] = (byte)(bits >> 8);
                _decoded[written++] = (byte)bits;
                count = 0;
                if (at < _slow) continue;
                at++;
                break;
            }
            if ((value != White && value != skipped) || (octets[at] == '\n' && count > 0 && MindsLines)) break;
        }
        _bits = bits;
        _count = count;
        return at;
    }

    /// <summary>Decodes some lines of nothing but letters; none of the octets where there are no such lines.</summary>
    public ReadOnlySpan<byte> DecodeLetters(ref ReadOnlySpan<byte> octets) => _decoded.AsSpan(0, IsFast ? DecodeLines(ref octets) : 0);

    /// <summary>The octets of an unfinished quantum.</summary>
    public ReadOnlySpan<byte> Complete(out MimeIrregularity found)
    {
        found = _count > 0 ? MimeIrregularity.UnpaddedBase64 : MimeIrregularity.None;
        var written = 0;
        EndQuantum(ref written);
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

    private void EndQuantum(ref int written)
    {
        if (_count >= 2) _decoded[written++] = (byte)(_bits >> ((6 * _count) - 8));
        if (_count == 3) _decoded[written++] = (byte)(_bits >> 2);
        _count = 0;
    }

    /// <summary>What is no letter, or comes behind padding, or near the end of the octets.</summary>
    private Parting ReadOther(byte octet, ref int written)
    {
        var value = _table[octet];
        switch (value)
        {
            case White:
                if (octet == '\n' && _count > 0) BreakLine();
                return Parting.None;
            case Padding when _reading == Base64Reading.WithoutPadding:
                return Parting.None;
            case Padding:
                if (!_hasEnded) _countBeforePadding = _count;
                EndQuantum(ref written);
                _hasEnded = true;
                return Parting.None;
            case Junk:
                return Stop(Parting.Junk);
            case OtherAlphabet:
                return Stop(Parting.UrlSafe);
        }
        if (_hasEnded && Stop(Parting.Padding) is not Parting.None and var parting) return parting;
        if (_isLineBroken)
        {
            _isLineBroken = false;
            if (Stop(Parting.Line) != Parting.None) return Parting.Line;
        }
        _hasEnded = false;
        Add(value, ref written);
        return Parting.None;
    }

    private void BreakLine()
    {
        if (_reading == Base64Reading.ByLine) _count = 0;
        else _isLineBroken = MindsLines;
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
            _slow = width + lineEnd;
            return 0;
        }

        var lines = lineEnd == 0 ? 1 : CopyLines(octets, width, lineEnd);
        var letters = lines == 1 ? octets[..width] : _lines.AsSpan(0, lines * width);
        Base64.DecodeFromUtf8(letters, _decoded, out var consumed, out var written, isFinalBlock: false);
        if (written * 4 != consumed * 3)
        {
            // White space inside, which the runtime skips but may take the letters of an unfinished quantum with.
            _slow = Math.Min(letters.Length, SlowForWhite);
            return 0;
        }
        if (letters.Length - consumed > 3) _slow = SlowOctets;
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

    private static byte[] Table(bool urlSafe)
    {
        var table = new byte[256];
        table.AsSpan().Fill(Junk);
        for (byte i = 0; i < 64; i++)
        {
            table["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[i]] = i;
        }
        table['-'] = urlSafe ? (byte)62 : OtherAlphabet;
        table['_'] = urlSafe ? (byte)63 : OtherAlphabet;
        foreach (var white in " \t\r\n"u8) table[white] = White;
        table['='] = Padding;
        return table;
    }
}
