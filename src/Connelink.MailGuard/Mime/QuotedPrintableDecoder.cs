using System.Numerics;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>How quoted-printable is read where it leaves RFC 2045 6.7.</summary>
internal enum QuotedPrintableReading : byte
{
    /// <summary>A stray "=" stays, blanks at the end of a line go: RFC 2045 6.7 and most programs.</summary>
    Lenient,

    /// <summary>A stray "=" goes, blanks at the end of a line stay.</summary>
    Dropping,
}

/// <summary>Decodes quoted-printable as it passes. What cannot be decided yet, an escape or blanks before a line end, is held: at most one line of it.</summary>
internal sealed class QuotedPrintableDecoder
{
    private const int ChunkOctets = 8 * 1024;

    /// <summary>RFC 2045 6.7 (5): no line is longer, so that more blanks than this are content.</summary>
    private const int MaxBlanks = 76;

    private readonly byte[] _decoded = new byte[ChunkOctets + MaxBlanks + 4 + Vector256<byte>.Count];
    private readonly byte[] _held = new byte[MaxBlanks + 4];
    private Held _state;
    private int _heldCount;
    private int _written;
    private bool _isDropping;

    /// <summary>In a run of blanks that is longer than a line.</summary>
    private bool _inLongBlanks;

    private Parting _watched;

    public void Begin(QuotedPrintableReading reading)
    {
        _heldCount = 0;
        _inLongBlanks = false;
        _isDropping = reading == QuotedPrintableReading.Dropping;
        _watched = _isDropping ? Parting.None : Parting.Escape | Parting.Blank;
    }

    /// <summary>Goes on from where another one stands.</summary>
    public void ContinueFrom(QuotedPrintableDecoder other)
    {
        other._held.AsSpan(0, other._heldCount).CopyTo(_held);
        _heldCount = other._heldCount;
        _state = other._state;
        _inLongBlanks = other._inLongBlanks;
    }

    /// <summary>Decodes a part of the octets, at least one of them unless readings part.</summary>
    /// <param name="parting">Each kind once: what is held, with the first of the octets that are left, is read in different ways.</param>
    public ReadOnlySpan<byte> Decode(ref ReadOnlySpan<byte> octets, out Parting parting)
    {
        parting = Parting.None;
        _written = 0;
        while (!octets.IsEmpty && _written < ChunkOctets && parting == Parting.None)
        {
            if (_heldCount > 0) parting = ReadHeld(ref octets);
            else if (_inLongBlanks) ReadLongBlanks(ref octets);
            else ReadPlain(ref octets);
        }
        return _decoded.AsSpan(0, _written);
    }

    /// <summary>A lone "=" at the end is a soft break; blanks there are at a line end.</summary>
    public ReadOnlySpan<byte> Complete(out MimeIrregularity found)
    {
        found = MimeIrregularity.None;
        _written = 0;
        var held = _held.AsSpan(0, _heldCount);
        _heldCount = 0;
        if (held.IsEmpty) return default;

        var isEscape = held[0] == '=';
        if (isEscape) held = held[1..];
        if (!isEscape && !_isDropping) held = held.TrimEnd(" \t"u8);
        if (isEscape && !held.IsEmpty)
        {
            found = MimeIrregularity.OddQuotedPrintable;
            if (!_isDropping) Write((byte)'=');
        }
        Write(held);
        return _decoded.AsSpan(0, _written);
    }

    /// <summary>Copies what stands for itself in strides, decodes escapes, and ends where something has to be held.</summary>
    private void ReadPlain(ref ReadOnlySpan<byte> octets)
    {
        var run = octets[..Math.Min(octets.Length, ChunkOctets - _written)];
        var at = 0;
        while (at < run.Length)
        {
            var plain = CopyPlain(run[at..]);
            at += plain;
            if (at == run.Length) break;
            if (run[at] == '\n')
            {
                var blanks = TrailingBlanks(run[..at]);
                if (blanks > 0 && (_watched & Parting.Blank) != 0)
                {
                    HoldLast(run[(at - blanks)..at]);
                    break;
                }
                if (!_isDropping) _written -= blanks;
                if (blanks > 0 && !_isDropping && run[at - 1] == '\r') Write((byte)'\r');
                Write((byte)'\n');
                at++;
                continue;
            }
            var escapes = ReadEscapes(run[at..]);
            if (escapes > 0)
            {
                at += escapes;
                continue;
            }
            if (at + 2 < run.Length && run[at + 1] == '\r' && run[at + 2] == '\n')
            {
                at += 3;
                continue;
            }
            if (at + 2 < run.Length && (_watched & Parting.Escape) == 0 && run[at + 1] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                if (!_isDropping) Write((byte)'=');
                at++;
                continue;
            }
            Hold(run.Slice(at, 1));
            at++;
            break;
        }
        if (at == run.Length && _heldCount == 0)
        {
            var blanks = TrailingBlanks(run);
            if (blanks > 0) HoldLast(run[^blanks..]);
            else _inLongBlanks = EndsWithBlank(run);
        }
        octets = octets[at..];
    }

    /// <summary>Escapes side by side, as the octets of one character are.</summary>
    private int ReadEscapes(ReadOnlySpan<byte> octets)
    {
        var at = 0;
        var written = _written;
        while (at + 2 < octets.Length && octets[at] == '=' && Hex.TryDecode(octets[at + 1], octets[at + 2], out var value))
        {
            _decoded[written++] = value;
            at += 3;
        }
        _written = written;
        return at;
    }

    /// <summary>Up to an escape or a line end.</summary>
    private int CopyPlain(ReadOnlySpan<byte> octets)
    {
        var at = 0;
        var destination = _decoded.AsSpan(_written);
        while (octets.Length - at >= Vector256<byte>.Count)
        {
            var stride = Vector256.Create(octets[at..]);
            stride.CopyTo(destination[at..]);
            var special = Vector256.Equals(stride, Vector256.Create((byte)'=')) | Vector256.Equals(stride, Vector256.Create((byte)'\n'));
            if (special != Vector256<byte>.Zero)
            {
                at += BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
                _written += at;
                return at;
            }
            at += Vector256<byte>.Count;
        }
        for (; at < octets.Length && octets[at] is not ((byte)'=' or (byte)'\n'); at++) destination[at] = octets[at];
        _written += at;
        return at;
    }

    /// <summary>Blanks at the end, with a CR behind them; 0 where there are none, or more than a line of them, which are content.</summary>
    private static int TrailingBlanks(ReadOnlySpan<byte> run)
    {
        var end = run.EndsWith((byte)'\r') ? run.Length - 1 : run.Length;
        var start = end;
        while (start > 0 && end - start <= MaxBlanks && run[start - 1] is (byte)' ' or (byte)'\t') start--;
        return start == end || end - start > MaxBlanks ? 0 : run.Length - start;
    }

    /// <summary>Takes the last octets back until it is known whether a line ends there.</summary>
    private void HoldLast(ReadOnlySpan<byte> blanks)
    {
        _written -= blanks.Length;
        Hold(blanks);
    }

    private static bool EndsWithBlank(ReadOnlySpan<byte> octets) => !octets.IsEmpty && octets[^1] is (byte)' ' or (byte)'\t';

    private void ReadLongBlanks(ref ReadOnlySpan<byte> octets)
    {
        var run = octets[..Math.Min(octets.Length, ChunkOctets - _written)];
        var end = run.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (end < 0) end = run.Length;
        Write(run[..end]);
        octets = octets[end..];
        _inLongBlanks = octets.IsEmpty || end == run.Length;
    }

    /// <summary>Looks at one octet behind what is held.</summary>
    private Parting ReadHeld(ref ReadOnlySpan<byte> octets)
    {
        var octet = octets[0];
        if (octet == '\n' && _state is not Held.EscapeDigit)
        {
            if (_state is not (Held.Escape or Held.EscapeCr) && Stops(Parting.Blank)) return Parting.Blank;
            EndLine();
        }
        else if (_state == Held.EscapeDigit && Hex.TryDecode(_held[1], octet, out var value))
        {
            _heldCount = 0;
            Write(value);
        }
        else if (Next(octet) is { } next)
        {
            _state = next;
            _held[_heldCount++] = octet;
        }
        else
        {
            return GiveUp(octet);
        }
        octets = octets[1..];
        return Parting.None;
    }

    /// <summary>What is held with one more octet; null where that is nothing to wait for.</summary>
    private Held? Next(byte octet) => (_state, octet) switch
    {
        (Held.Blanks, (byte)' ' or (byte)'\t') when _heldCount < MaxBlanks => Held.Blanks,
        (Held.Blanks, (byte)'\r') => Held.BlanksCr,
        (Held.Escape, _) when Hex.Digit(octet) < 16 => Held.EscapeDigit,
        (Held.Escape, (byte)'\r') => Held.EscapeCr,
        (Held.Escape or Held.EscapeBlanks, (byte)' ' or (byte)'\t') when _heldCount <= MaxBlanks => Held.EscapeBlanks,
        (Held.EscapeBlanks, (byte)'\r') => Held.EscapeBlanksCr,
        _ => null,
    };

    /// <summary>What was held is content, but for a stray "=" that some drop.</summary>
    private Parting GiveUp(byte octet)
    {
        var held = _held.AsSpan(0, _heldCount);
        if (_state is Held.Blanks or Held.BlanksCr)
        {
            _inLongBlanks = octet is (byte)' ' or (byte)'\t' && _state == Held.Blanks;
            _heldCount = 0;
            Write(held);
            return Parting.None;
        }

        if (Stops(Parting.Escape)) return Parting.Escape;
        if (!_isDropping) Write((byte)'=');
        _heldCount = 0;
        if (_state == Held.EscapeBlanks)
        {
            // These may yet end a line.
            _inLongBlanks = octet is (byte)' ' or (byte)'\t';
            if (_inLongBlanks) Write(held[1..]);
            else Hold(held[1..]);
        }
        else
        {
            Write(held[1..]);
        }
        return Parting.None;
    }

    private bool Stops(Parting parting)
    {
        if ((_watched & parting) == 0) return false;
        _watched &= ~parting;
        return true;
    }

    private void EndLine()
    {
        var held = _held.AsSpan(0, _heldCount);
        _heldCount = 0;
        switch (_state)
        {
            case Held.Escape or Held.EscapeCr:
                return;
            case Held.EscapeBlanks or Held.EscapeBlanksCr:
                // A padded soft break, or a stray "=".
                if (!_isDropping) return;
                Write(held[1..]);
                break;
            default:
                Write(_isDropping ? held : held.TrimStart(" \t"u8));
                break;
        }
        Write((byte)'\n');
    }

    /// <summary>"=", or blanks and perhaps a CR.</summary>
    private void Hold(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_held);
        _heldCount = octets.Length;
        _state = octets[0] == '=' ? Held.Escape : octets[^1] == '\r' ? Held.BlanksCr : Held.Blanks;
    }

    private void Write(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_decoded.AsSpan(_written));
        _written += octets.Length;
    }

    private void Write(byte octet) => _decoded[_written++] = octet;

    /// <summary>What stands in <see cref="_held"/> while it is not empty.</summary>
    private enum Held : byte
    {
        Blanks,
        BlanksCr,
        Escape,
        EscapeDigit,
        EscapeCr,
        EscapeBlanks,
        EscapeBlanksCr,
    }
}
