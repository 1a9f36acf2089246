using System.Buffers.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Reads the records of LDIF (RFC 2849) one by one: folded lines, base64, comments, the version line.</summary>
internal sealed class LdifRecords(Stream stream, DirectoryMistakes mistakes)
{
    /// <summary>Of one record: photographs pass by here, too.</summary>
    private const int MaxRecordOctets = 64 << 20;

    private readonly List<Attribute> _attributes = [];
    private readonly byte[] _buffer = new byte[1 << 16];
    private byte[] _octets = new byte[4096];
    private int _length;
    private int _next;
    private int _end;
    private int _line;

    /// <summary>Attributes of the record, "dn" the first of them.</summary>
    public int Count => _attributes.Count;

    /// <summary>Where the record starts.</summary>
    public int Line { get; private set; }

    /// <summary>The attribute description without options: "cn" of "cn;lang-fr".</summary>
    public ReadOnlySpan<byte> Name(int index) => _octets.AsSpan(_attributes[index].Name);

    public ReadOnlySpan<byte> Value(int index) => _octets.AsSpan(_attributes[index].Value);

    public int LineOf(int index) => _attributes[index].Line;

    public bool Is(int index, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(Name(index), name);

    /// <summary>False at the end of the file.</summary>
    public bool ReadRecord()
    {
        _attributes.Clear();
        _length = 0;
        while (true)
        {
            var start = _length;
            var isLine = ReadLine(out var line);
            if (isLine && _length > start)
            {
                Take(start, line);
                continue;
            }
            if (_attributes.Count > 0 || !isLine) return _attributes.Count > 0;
        }
    }

    /// <summary>One line with what was folded out of it, at the end of the octets; a comment is none. False at the end of the file.</summary>
    private bool ReadLine(out int line)
    {
        while (true)
        {
            var start = _length;
            line = _line + 1;
            if (Peek() < 0) return false;
            do
            {
                TakePhysical();
                if (Peek() != ' ') break;
                _next++;
            }
            while (true);
            if (_length == start || _octets[start] != (byte)'#') return true;
            _length = start;
        }
    }

    private void TakePhysical()
    {
        _line++;
        while (Peek() >= 0)
        {
            var text = _buffer.AsSpan(_next.._end);
            var end = text.IndexOf((byte)'\n');
            Append(end < 0 ? text : text[..end]);
            _next += end < 0 ? text.Length : end + 1;
            if (end < 0) continue;
            if (_length > 0 && _octets[_length - 1] == (byte)'\r') _length--;
            return;
        }
    }

    private void Take(int start, int line)
    {
        var text = _octets.AsSpan(start.._length);
        var colon = text.IndexOf((byte)':');
        if (colon <= 0)
        {
            Tell(line, $"{Words.Quote(text)} is no line of LDIF; write attribute: value");
            return;
        }
        if (_attributes.Count == 0) Line = line;
        var name = text[..colon];
        var semicolon = name.IndexOf((byte)';');
        var value = text[(colon + 1)..];
        if (value.StartsWith((byte)'<'))
        {
            Tell(line, $"the value of {Words.Quote(name)} is in another file, which is not read; write it here");
            return;
        }
        var isBase64 = value.StartsWith((byte)':');
        var from = start + colon + (isBase64 ? 2 : 1);
        while (from < _length && _octets[from] == (byte)' ') from++;
        if (isBase64)
        {
            if (Base64.DecodeFromUtf8InPlace(_octets.AsSpan(from.._length), out var decoded) != System.Buffers.OperationStatus.Done)
            {
                Tell(line, $"the value of {Words.Quote(name)} is not base64");
                return;
            }
            _length = from + decoded;
        }
        _attributes.Add(new(start..(start + (semicolon < 0 ? colon : semicolon)), from.._length, line));
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_length + text.Length > MaxRecordOctets) throw new DirectoryException($"The record at line {Line} is longer than 64 MiB; is this LDIF?");
        if (_length + text.Length > _octets.Length) Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _length + text.Length));
        text.CopyTo(_octets.AsSpan(_length));
        _length += text.Length;
    }

    private int Peek()
    {
        if (_next < _end) return _buffer[_next];
        (_next, _end) = (0, stream.Read(_buffer));
        return _end == 0 ? -1 : _buffer[0];
    }

    private void Tell(int line, string text) => mistakes.Add(new(line, 1, "", text));

    private readonly record struct Attribute(Range Name, Range Value, int Line);
}
