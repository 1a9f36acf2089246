using System.Buffers;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>Finds "data:...;base64,..." and "data:...,%50%4B..." in HTML and decodes them (RFC 2397), as browsers read them.</summary>
/// <remarks>
/// Character references are undone, tabs and line ends are left out wherever they stand (WHATWG URL, "basic URL parser"), and the heading has no
/// length. Push, bounded, the same however the text is split. Used again for each text: Begin, Write, Complete.
/// </remarks>
public sealed class DataUriWatcher : IEncodedFileWatcher
{
    private static readonly SearchValues<byte> PlainEnd = SearchValues.Create("%&\"'<> \t\r\n"u8);

    private readonly CharacterReferenceReader _references = new();
    private readonly DataUriHeading _heading = new();
    private readonly Base64Decoder _base64 = new();
    private readonly byte[] _escape = new byte[3];
    private readonly byte[] _octet = new byte[1];
    private IEmbeddedFileSink _sink = null!;
    private State _state;
    private bool _hasBegun;
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

    private static ReadOnlySpan<byte> Scheme => "data:"u8;

    public void Begin(IEmbeddedFileSink sink)
    {
        _sink = sink;
        _state = State.Text;
        _matched = 0;
        _references.Begin();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (true)
        {
            if (_references.IsIdle)
            {
                if (_state == State.Text && _matched == 0) SkipText(ref octets);
                else if (_state >= State.Data && _escapeCount == 0) ReadData(ref octets);
            }
            if (!_references.TryRead(ref octets, out var octet)) return;
            Take(octet);
        }
    }

    public void Complete()
    {
        if (_state >= State.Data) End();
    }

    /// <summary>To what may begin "data:", in any case of letters.</summary>
    private static void SkipText(ref ReadOnlySpan<byte> octets)
    {
        var start = OctetPairs.IndexOf<Start>(octets);
        octets = octets[(start < 0 ? octets.Length : start)..];
    }

    private void Take(byte octet)
    {
        if (_state >= State.Data)
        {
            TakeData(octet);
            return;
        }
        if (octet is (byte)'\t' or (byte)'\r' or (byte)'\n') return;
        var letter = octet | 0x20;
        _matched = letter == Scheme[_matched] && (octet != 0x1A || _matched < 4) ? _matched + 1 : letter == 'd' ? 1 : 0;
        if (_matched == Scheme.Length)
        {
            // In a heading, too: prose that speaks of data: hides no address behind it.
            _matched = 0;
            _heading.Begin();
            _state = State.Heading;
        }
        else if (_state == State.Heading && octet == ',')
        {
            _state = _heading.IsBase64 ? State.Data : _heading.IsMediaType ? State.Plain : State.Text;
            (_matched, _escapeCount, _hasBegun) = (0, 0, false);
            _base64.Begin(Base64Reading.Lenient);
        }
        else if (_state == State.Heading)
        {
            _heading.Put(octet);
        }
    }

    /// <summary>What needs no undoing: base64 to the first octet that is neither that nor white space; else to a quote, a bracket or a blank.</summary>
    private void ReadData(ref ReadOnlySpan<byte> octets)
    {
        var end = _state == State.Data ? octets.IndexOfAnyExcept(Base64Decoder.Letters) : octets.IndexOfAny(PlainEnd);
        var data = octets[..(end < 0 ? octets.Length : end)];
        octets = octets[data.Length..];
        if (_state == State.Data) Decode(data);
        else Give(data);
    }

    private void TakeData(byte octet)
    {
        if (_escapeCount == 0 && octet != '%')
        {
            TakeOctet(octet);
            return;
        }
        _escape[_escapeCount++] = octet;
        if (_escapeCount < _escape.Length) return;
        _escapeCount = 0;
        if (!Hex.TryDecode(_escape[1], _escape[2], out var value))
        {
            End();
            Take(_escape[1]);
            Take(_escape[2]);
        }
        else if (_state == State.Data)
        {
            TakeOctet(value);
        }
        else
        {
            GiveOctet(value);
        }
    }

    private void TakeOctet(byte octet)
    {
        if (_state == State.Data)
        {
            _octet[0] = octet;
            if (Base64Decoder.Letters.Contains(octet)) Decode(_octet);
            else End();
        }
        else if (octet is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            if (PlainEnd.Contains(octet) && octet != '&') End();
            else GiveOctet(octet);
        }
    }

    private void GiveOctet(byte octet)
    {
        _octet[0] = octet;
        Give(_octet);
    }

    private void Decode(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty) Give(_base64.Decode(ref octets, out _));
    }

    private void Give(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;
        if (!_hasBegun) _sink.BeginFile(EmbeddedFileKind.DataUri);
        _hasBegun = true;
        _sink.Content(octets);
    }

    private void End()
    {
        if (_state == State.Data) Give(_base64.Complete(out _));
        if (_hasBegun) _sink.EndFile();
        _state = State.Text;
    }

    /// <summary>"da", where a reference or what is left out may stand between the letters, or "&amp;#".</summary>
    private readonly struct Start : IOctetPair
    {
        public static Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second)
        {
            var isBehind = Vector256.Equals(second | Vector256.Create((byte)0x20), Vector256.Create((byte)'a')) | Vector256.Equals(second, Vector256.Create((byte)'&'))
                | Vector256.Equals(second, Vector256.Create((byte)'\t')) | Vector256.Equals(second, Vector256.Create((byte)'\r')) | Vector256.Equals(second, Vector256.Create((byte)'\n'));
            return (Vector256.Equals(first | Vector256.Create((byte)0x20), Vector256.Create((byte)'d')) & isBehind)
                | (Vector256.Equals(first, Vector256.Create((byte)'&')) & Vector256.Equals(second, Vector256.Create((byte)'#')));
        }

        public static bool MayBegin(byte last) => last is (byte)'d' or (byte)'D' or (byte)'&';
    }
}
