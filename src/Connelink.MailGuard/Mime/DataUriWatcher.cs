using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Finds "data:...;base64,..." and "data:...,%50%4B..." in HTML and decodes them (RFC 2397).</summary>
/// <remarks>Push, bounded, the same however the text is split. Used again for each text: Begin, Write, Complete.</remarks>
public sealed class DataUriWatcher
{
    /// <summary>Media type and parameters; longer ones are no data: URI.</summary>
    private const int MaxHeading = 256;

    private static readonly SearchValues<byte> PlainEnd = SearchValues.Create("%\"'<> \t\r\n"u8);

    private readonly OctetBuffer _heading = new(MaxHeading);
    private readonly Base64Decoder _base64 = new();
    private readonly byte[] _escape = new byte[3];
    private IEmbeddedFileSink _sink = null!;
    private State _state;
    private int _matched;
    private int _escapeCount;

    private enum State : byte
    {
        Text,
        Heading,
        Data,

        /// <summary>Percent-encoded only.</summary>
        Plain,
    }

    public void Begin(IEmbeddedFileSink sink)
    {
        _sink = sink;
        _state = State.Text;
        _matched = 0;
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            switch (_state)
            {
                case State.Text: SkipText(ref octets); break;
                case State.Heading: ReadHeading(ref octets); break;
                case State.Plain: ReadPlain(ref octets); break;
                default: ReadData(ref octets); break;
            }
        }
    }

    public void Complete()
    {
        if (_state is State.Data or State.Plain) End();
    }

    /// <summary>To behind "data:", in any case of letters.</summary>
    private void SkipText(ref ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_matched == 0)
            {
                var start = octets.IndexOfAny((byte)'d', (byte)'D');
                octets = octets[(start < 0 ? octets.Length : start)..];
                if (octets.IsEmpty) return;
            }
            // Browsers leave out tabs and line ends wherever they stand in an address (WHATWG URL, "basic URL parser").
            if (_matched > 0 && octets[0] is (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                octets = octets[1..];
                continue;
            }
            var octet = octets[0] | 0x20;
            octets = octets[1..];
            if (octet == "data:"u8[_matched]) _matched++;
            else _matched = octet == 'd' ? 1 : 0;
            if (_matched < 5) continue;
            _matched = 0;
            _heading.Clear();
            _state = State.Heading;
            return;
        }
    }

    private void ReadHeading(ref ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOfAny(",\"<>"u8);
        var piece = octets[..(end < 0 ? octets.Length : end)];
        var fits = _heading.Add(piece);
        octets = octets[piece.Length..];
        if (fits && end < 0) return;

        _state = State.Text;
        if (!fits || octets[0] != ',') return;
        var isBase64 = IsBase64(_heading.Octets);
        if (!isBase64 && !IsMediaType(_heading.Octets)) return;
        octets = octets[1..];
        _state = isBase64 ? State.Data : State.Plain;
        _escapeCount = 0;
        _base64.Begin(Base64Reading.Lenient);
        _sink.BeginFile(EmbeddedFileKind.DataUri);
    }

    private static bool IsBase64(ReadOnlySpan<byte> heading)
    {
        heading = heading.Trim(" \t\r\n"u8);
        if (heading.Length < 7 || !Ascii.EqualsIgnoreCase(heading[^6..], "base64"u8)) return false;
        return heading[..^6].TrimEnd(" \t\r\n"u8).EndsWith((byte)';');
    }

    /// <summary>"data: names, places" is prose.</summary>
    private static bool IsMediaType(ReadOnlySpan<byte> heading) =>
        heading.IsEmpty || (heading.Contains((byte)'/') && heading.IndexOfAny(" \t\r\n"u8) < 0);

    /// <summary>To a quote, a bracket or white space.</summary>
    private void ReadPlain(ref ReadOnlySpan<byte> octets)
    {
        if (_escapeCount > 0 || octets[0] == '%')
        {
            ReadEscape(ref octets);
            return;
        }
        var end = octets.IndexOfAny(PlainEnd);
        Give(octets[..(end < 0 ? octets.Length : end)]);
        octets = octets[(end < 0 ? octets.Length : end)..];
        if (end >= 0 && octets[0] != '%') End();
    }

    /// <summary>To the first octet that is neither base64, nor white space, nor a percent escape.</summary>
    private void ReadData(ref ReadOnlySpan<byte> octets)
    {
        if (_escapeCount > 0 || octets[0] == '%')
        {
            ReadEscape(ref octets);
            return;
        }
        var end = octets.IndexOfAnyExcept(Base64Decoder.Letters);
        Decode(octets[..(end < 0 ? octets.Length : end)]);
        octets = octets[(end < 0 ? octets.Length : end)..];
        if (end >= 0 && octets[0] != '%') End();
    }

    private void ReadEscape(ref ReadOnlySpan<byte> octets)
    {
        _escape[_escapeCount++] = octets[0];
        octets = octets[1..];
        if (_escapeCount < 3) return;
        _escapeCount = 0;
        if (!Hex.TryDecode(_escape[1], _escape[2], out var octet)) End();
        else if (_state == State.Plain) Give([octet]);
        else if (Base64Decoder.Letters.Contains(octet)) Decode([octet]);
        else End();
    }

    private void Decode(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty) Give(_base64.Decode(ref octets, out _));
    }

    private void Give(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty) _sink.Content(octets);
    }

    private void End()
    {
        if (_state == State.Data) Give(_base64.Complete(out _));
        _sink.EndFile();
        _state = State.Text;
    }
}
