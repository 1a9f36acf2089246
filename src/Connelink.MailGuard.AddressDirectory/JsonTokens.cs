using System.Text.Json;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Reads JSON from a stream token by token in bounded memory, and knows line and column of each.</summary>
/// <remarks>Comments and trailing commas are allowed: people write these files.</remarks>
internal sealed class JsonTokens(Stream stream)
{
    /// <summary>The longest single text or comment.</summary>
    private const int MaxTokenOctets = 1 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[1 << 16];
    private byte[] _unescaped = new byte[256];
    private JsonReaderState _state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    private int _start;
    private int _end;
    private bool _final;
    private bool _started;

    private int _tokenStart;
    private Range _text;
    private bool _isUnescaped;

    private int _countedTo;
    private int _lines = 1;
    private int _lineStart;

    public JsonTokenType Type { get; private set; }

    /// <summary>The token's text without quotes and escapes; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Text => _isUnescaped ? _unescaped.AsSpan(_text) : _buffer.AsSpan(_text);

    /// <summary>Where the token stands, 1-based, in octets.</summary>
    public (int Line, int Column) Position
    {
        get
        {
            CountLines(_tokenStart);
            return (_lines, _tokenStart - _lineStart + 1);
        }
    }

    /// <exception cref="JsonException">Not JSON.</exception>
    public bool Read()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start.._end), _final, _state);
            var found = _started && reader.Read();
            if (found) Take(ref reader);
            _start += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            if (found) return true;
            if (_final) return false;
            Fill();
        }
    }

    /// <summary>Goes on to the next property of an object, or past its end.</summary>
    public bool ReadProperty() => Read() && Type == JsonTokenType.PropertyName;

    /// <summary>Goes on to the next item of an array, or past its end.</summary>
    public bool ReadItem() => Read() && Type != JsonTokenType.EndArray;

    /// <summary>Passes over the rest of the value that was begun.</summary>
    public void Skip()
    {
        if (Type == JsonTokenType.PropertyName) Read();
        if (Type is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        for (var depth = 1; depth > 0 && Read();)
        {
            depth += Type switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                _ => 0,
            };
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        _tokenStart = _start + (int)reader.TokenStartIndex;
        _isUnescaped = reader.ValueIsEscaped;
        if (_isUnescaped)
        {
            if (_unescaped.Length < reader.ValueSpan.Length) _unescaped = new byte[reader.ValueSpan.Length];
            _text = ..reader.CopyString(_unescaped);
            return;
        }
        var isText = Type is JsonTokenType.String or JsonTokenType.PropertyName;
        var from = _tokenStart + (isText ? 1 : 0);
        _text = from..(from + reader.ValueSpan.Length);
    }

    private void Fill()
    {
        CountLines(_start);
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_lineStart, _countedTo, _end, _start) = (_lineStart - _start, 0, _end - _start, 0);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxTokenOctets) throw new JsonException("A text is longer than 1 MiB.", null, null, null);
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _started ? 1 : ByteOrderMark.Length, throwOnEndOfStream: false);
        _end += read;
        _final = read == 0 || (!_started && read < ByteOrderMark.Length);
        if (!_started && _buffer.AsSpan(.._end).StartsWith(ByteOrderMark)) _start = _countedTo = _lineStart = ByteOrderMark.Length;
        _started = true;
    }

    private void CountLines(int to)
    {
        var passed = _buffer.AsSpan(_countedTo..to);
        var last = passed.LastIndexOf((byte)'\n');
        if (last >= 0)
        {
            _lines += passed.Count((byte)'\n');
            _lineStart = _countedTo + last + 1;
        }
        _countedTo = to;
    }
}
