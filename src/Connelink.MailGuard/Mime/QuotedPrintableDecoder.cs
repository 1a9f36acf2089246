using System.Numerics;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>Decodes quoted-printable as it passes. A token that the octets so far do not tell is held: at most one line.</summary>
internal sealed class QuotedPrintableDecoder
{
    private const int ChunkOctets = 8 * 1024;

    private readonly byte[] _decoded = new byte[ChunkOctets + QuotedPrintableToken.MaxOctets + 1 + Vector256<byte>.Count];

    /// <summary>The beginning of a token, with room for all of it and the octet that tells what it is.</summary>
    private readonly byte[] _held = new byte[QuotedPrintableToken.MaxOctets + 1];
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
        Hold(other._held.AsSpan(0, other._heldCount));
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
            else parting = ReadPlain(ref octets);
        }
        return _decoded.AsSpan(0, _written);
    }

    /// <summary>A lone "=" at the end is a soft break; blanks there are at a line end.</summary>
    public ReadOnlySpan<byte> Complete(out MimeIrregularity found)
    {
        var held = _held.AsSpan(0, _heldCount);
        var isStray = held.Length > 1 && held[0] == '=';
        found = isStray ? MimeIrregularity.OddQuotedPrintable : MimeIrregularity.None;
        _heldCount = 0;
        _written = 0;
        if (isStray) WriteStray(held);
        else if (!held.SequenceEqual("="u8)) Write(_isDropping ? held : held.TrimEnd(" \t"u8));
        return _decoded.AsSpan(0, _written);
    }

    /// <summary>Copies what stands for itself in strides, up to a token that cannot be told yet or is read in different ways.</summary>
    private Parting ReadPlain(ref ReadOnlySpan<byte> octets)
    {
        var run = octets[..Math.Min(octets.Length, ChunkOctets - _written)];
        var parting = Parting.None;
        var at = 0;
        while (_heldCount == 0 && !_inLongBlanks)
        {
            at += CopyPlain(run[at..]);
            if (at == run.Length)
            {
                HoldBlanks(run);
                break;
            }

            // Nearly all are one of these, and cost a few comparisons each.
            if (run[at] == '\n')
            {
                var blanks = _isDropping ? 0 : QuotedPrintableToken.TrailingBlanks(run[..at]);
                _written -= blanks;
                if (blanks > 0 && (_watched & Parting.Blank) != 0)
                {
                    parting = Take(new QuotedPrintableToken(QuotedPrintableKind.LineEnd, blanks), run[(at - blanks)..]);
                    break;
                }
                if (blanks > 0 && run[at - 1] == '\r') Write((byte)'\r');
                Write((byte)'\n');
                at++;
            }
            else if (ReadEscapes(run[at..]) is > 0 and var escaped)
            {
                at += escaped;
            }
            else if (at + 2 < run.Length && run[at + 1] == '\r' && run[at + 2] == '\n')
            {
                at += 3;
            }
            else if (at + 2 < run.Length && (_watched & Parting.Escape) == 0 && run[at + 1] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                // Stray, and nothing to wait for: hostile texts are full of them.
                if (!_isDropping) Write((byte)'=');
                at++;
            }
            else
            {
                parting = ReadToken(run, ref at);
            }
        }
        octets = octets[at..];
        return parting;
    }

    /// <summary>A token from its start; it is held where the run ends within it.</summary>
    private Parting ReadToken(ReadOnlySpan<byte> run, ref int at)
    {
        var text = run[at..];
        var token = QuotedPrintableToken.Of(text);
        if (token.Kind == QuotedPrintableKind.Open)
        {
            Hold(text);
            at = run.Length;
            return Parting.None;
        }
        var parting = Take(token, text);
        at += token.Length;
        if (parting == Parting.None && token.HasNext) at++;
        return parting;
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

    /// <summary>Takes blanks at the end of what came back until it is known whether a line ends there.</summary>
    private void HoldBlanks(ReadOnlySpan<byte> run)
    {
        var blanks = QuotedPrintableToken.TrailingBlanks(run);
        _written -= blanks;
        Hold(run[^blanks..]);
        _inLongBlanks = blanks == 0 && !run.IsEmpty && QuotedPrintableToken.IsBlank(run[^1]);
    }

    private void ReadLongBlanks(ref ReadOnlySpan<byte> octets)
    {
        var run = octets[..Math.Min(octets.Length, ChunkOctets - _written)];
        var end = run.IndexOfAnyExcept((byte)' ', (byte)'\t');
        _inLongBlanks = end < 0;
        if (end < 0) end = run.Length;
        Write(run[..end]);
        octets = octets[end..];
    }

    /// <summary>Looks at what is held with what follows it.</summary>
    private Parting ReadHeld(ref ReadOnlySpan<byte> octets)
    {
        var held = _heldCount;
        var more = octets[..Math.Min(octets.Length, _held.Length - held)];
        more.CopyTo(_held.AsSpan(held));
        _heldCount = 0;
        var at = 0;
        var parting = ReadToken(_held.AsSpan(0, held + more.Length), ref at);
        octets = octets[(at - held)..];
        return parting;
    }

    /// <summary>Writes what a token stands for, or holds it where readings part.</summary>
    /// <param name="octets">From its start, to behind the octet that tells or farther.</param>
    private Parting Take(QuotedPrintableToken token, ReadOnlySpan<byte> octets)
    {
        var text = octets[..token.Length];
        var parting = token.Parting & _watched;
        if (parting != Parting.None)
        {
            _watched &= ~parting;
            Hold(text);
            return parting;
        }
        switch (token.Kind)
        {
            case QuotedPrintableKind.Octet:
                Hex.TryDecode(octets[1], octets[2], out var octet);
                Write(octet);
                break;
            case QuotedPrintableKind.PaddedBreak when _isDropping:
                Write(text[1..]);
                Write((byte)'\n');
                break;
            case QuotedPrintableKind.LineEnd:
                if (_isDropping) Write(text);
                else if (text[^1] == '\r') Write((byte)'\r');
                Write((byte)'\n');
                break;
            case QuotedPrintableKind.Stray:
                WriteStray(text);
                break;
            case QuotedPrintableKind.Blanks:
                Write(text);
                break;
        }
        _inLongBlanks = token.IsTooLong;
        return Parting.None;
    }

    private void Hold(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_held);
        _heldCount = octets.Length;
    }

    private void WriteStray(ReadOnlySpan<byte> text) => Write(_isDropping ? text[1..] : text);

    private void Write(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_decoded.AsSpan(_written));
        _written += octets.Length;
    }

    private void Write(byte octet) => _decoded[_written++] = octet;
}
