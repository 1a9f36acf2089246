namespace Connelink.MailGuard.Mime;

/// <summary>Finds the data of objects in RTF and undoes its hexadecimal: {\*\objdata 0105000002000000...} (RTF 1.9.1, "Objects").</summary>
/// <remarks>
/// Word passes over blanks, control words and groups among the digits, which malware uses; \bin is data as it stands. Push, bounded, the same however the text is
/// split. Used again for each text: Begin, Write, Complete.
/// </remarks>
public sealed class RtfObjectWatcher : IEncodedFileWatcher
{
    private const int OctetsAtOnce = 512;
    private const int LongestWord = 8;

    private readonly byte[] _data = new byte[OctetsAtOnce];
    private readonly byte[] _word = new byte[LongestWord];
    private IEmbeddedFileSink _sink = null!;
    private State _state;
    private int _length;
    private int _wordLength;
    private long _parameter;
    private bool _isNegative;
    private int _depth;
    private int _digit;
    private bool _isOpen;

    private enum State : byte
    {
        Text,

        /// <summary>Behind a backslash.</summary>
        Control,
        Word,
        Parameter,

        /// <summary>Octets behind \bin, as many as it says.</summary>
        Binary,
    }

    public void Begin(IEmbeddedFileSink sink)
    {
        (_sink, _state, _isOpen, _length) = (sink, State.Text, false, 0);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_state == State.Text && !_isOpen)
            {
                var next = octets.IndexOf((byte)'\\');
                octets = octets[(next < 0 ? octets.Length : next)..];
                if (octets.IsEmpty) return;
            }
            if (_state == State.Binary)
            {
                ReadBinary(ref octets);
                continue;
            }
            // What ends a word is read again as what it is, but for a blank.
            if (Take(octets[0])) octets = octets[1..];
        }
    }

    public void Complete() => Close();

    private bool Take(byte octet)
    {
        switch (_state)
        {
            case State.Control:
                (_wordLength, _parameter, _isNegative) = (0, 0, false);
                _state = char.IsAsciiLetter((char)octet) ? State.Word : State.Text;
                return _state == State.Text;
            case State.Word when char.IsAsciiLetter((char)octet):
                if (_wordLength < LongestWord) _word[_wordLength] = octet;
                _wordLength++;
                return true;
            case State.Word when octet == '-' || char.IsAsciiDigit((char)octet):
                (_state, _isNegative) = (State.Parameter, octet == '-');
                return octet == '-';
            case State.Parameter when char.IsAsciiDigit((char)octet):
                _parameter = Math.Min((_parameter * 10) + (octet & 0xF), int.MaxValue);
                return true;
            case State.Word or State.Parameter:
                EndWord();
                return octet == ' ';
            default:
                TakeText(octet);
                return true;
        }
    }

    private void EndWord()
    {
        _state = State.Text;
        var word = _word.AsSpan(0, Math.Min(_wordLength, LongestWord));
        if (_wordLength == 7 && word.StartsWith("objdata"u8)) Open();
        else if (_wordLength == 3 && word.SequenceEqual("bin"u8) && _parameter > 0 && !_isNegative) _state = State.Binary;
    }

    private void TakeText(byte octet)
    {
        if (octet == '\\') _state = State.Control;
        else if (!_isOpen) return;
        else if (octet == '{') _depth++;
        else if (octet == '}' && _depth-- == 0) Close();
        else if (char.IsAsciiHexDigit((char)octet)) TakeDigit((octet & 0xF) + (octet > '9' ? 9 : 0));
    }

    private void TakeDigit(int digit)
    {
        if (_digit < 0)
        {
            _digit = digit;
            return;
        }
        _data[_length++] = (byte)((_digit << 4) | digit);
        _digit = -1;
        if (_length == OctetsAtOnce) Give();
    }

    private void ReadBinary(ref ReadOnlySpan<byte> octets)
    {
        var taken = octets[..(int)Math.Min(_parameter, octets.Length)];
        octets = octets[taken.Length..];
        _parameter -= taken.Length;
        if (_parameter == 0) _state = State.Text;
        if (!_isOpen) return;
        Give();
        _sink.Content(taken);
    }

    private void Open()
    {
        Close();
        (_isOpen, _depth, _digit) = (true, 0, -1);
        _sink.BeginFile(EmbeddedFileKind.RtfObject);
    }

    private void Close()
    {
        if (!_isOpen) return;
        Give();
        _sink.EndFile();
        _isOpen = false;
    }

    private void Give()
    {
        if (_length > 0) _sink.Content(_data.AsSpan(0, _length));
        _length = 0;
    }
}
