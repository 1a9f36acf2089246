using System.Buffers;

namespace Connelink.MailGuard.Mime;

/// <summary>Finds base64 that begins like a ZIP, 7z or RAR archive, as pages hold it whose scripts save it ("HTML smuggling", MITRE ATT&amp;CK T1027.006).</summary>
/// <remarks>
/// Strings that follow each other with "+" or a comma between them are one. What a script does besides (turning it round, another alphabet, keys) is not
/// undone. Push, bounded, the same however the text is split. Used again for each text: Begin, Write, Complete.
/// </remarks>
public sealed class Base64LiteralWatcher : IEncodedFileWatcher
{
    /// <summary>"PK\3\4" begins so, "7z\xBC\xAF" so, and "Rar!" so.</summary>
    private static readonly byte[][] Starts = ["UEsDB"u8.ToArray(), "N3q8r"u8.ToArray(), "UmFyI"u8.ToArray()];

    private static readonly SearchValues<byte> First = SearchValues.Create("UN"u8);
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(Base64Alphabet.Letters);

    private readonly Base64File _file = new();
    private IEmbeddedFileSink _sink = null!;
    private byte[] _start = [];
    private State _state;
    private int _matched;
    private byte _last;

    private enum State : byte
    {
        Text,

        /// <summary>In what may be the start.</summary>
        Start,
        Data,

        /// <summary>Behind the quote that ended a string: another one may go on with it.</summary>
        Between,
    }

    public void Begin(IEmbeddedFileSink sink) => (_sink, _state, _last) = (sink, State.Text, 0);

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            switch (_state)
            {
                case State.Text: SkipText(ref octets); break;
                case State.Start: ReadStart(ref octets); break;
                case State.Data: ReadData(ref octets); break;
                default: ReadBetween(ref octets); break;
            }
        }
    }

    public void Complete()
    {
        if (_state >= State.Data) End();
    }

    private void SkipText(ref ReadOnlySpan<byte> octets)
    {
        var from = 0;
        while (octets[from..].IndexOfAny(First) is >= 0 and var found)
        {
            var at = from + found;
            from = at + 1;
            if (from < octets.Length && octets[from] is not ((byte)'E' or (byte)'3' or (byte)'m')) continue;
            // In the middle of base64 it is no start, and behind "base64," it is a data: URI.
            var last = at > 0 ? octets[at - 1] : _last;
            if (last == ',' || Alphabet.Contains(last)) continue;
            _start = octets[at] == 'N' ? Starts[1] : from < octets.Length && octets[from] == 'm' ? Starts[2] : Starts[0];
            (_state, _matched) = (State.Start, 1);
            octets = octets[from..];
            return;
        }
        _last = octets[^1];
        octets = default;
    }

    private void ReadStart(ref ReadOnlySpan<byte> octets)
    {
        // Which of the two that begin with U it is shows only here where a block ended behind it.
        if (_matched == 1 && octets[0] == 'm' && _start[0] == 'U') _start = Starts[2];
        if (octets[0] != _start[_matched])
        {
            (_state, _last) = (State.Text, _start[_matched - 1]);
            return;
        }
        octets = octets[1..];
        if (++_matched < _start.Length) return;
        _state = State.Data;
        _file.Begin(_sink, EmbeddedFileKind.Base64Literal);
        _file.Write(_start);
    }

    private void ReadData(ref ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOfAnyExcept(Base64Decoder.Letters);
        _file.Write(octets[..(end < 0 ? octets.Length : end)]);
        octets = octets[(end < 0 ? octets.Length : end)..];
        if (octets.IsEmpty) return;
        if (IsQuote(octets[0])) _state = State.Between;
        else if (octets[0] != '\\') End();
        // A backslash goes on with the string on the next line, or stands before a solidus.
        if (_state != State.Text) octets = octets[1..];
    }

    private void ReadBetween(ref ReadOnlySpan<byte> octets)
    {
        if (IsQuote(octets[0])) _state = State.Data;
        else if (octets[0] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'+' or (byte)',')) End();
        if (_state != State.Text) octets = octets[1..];
    }

    private static bool IsQuote(byte octet) => octet is (byte)'"' or (byte)'\'' or (byte)'`';

    private void End()
    {
        _file.End();
        (_state, _last) = (State.Text, (byte)'"');
    }
}
