using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Reads the cells of CSV (RFC 4180) row by row in bounded memory, and knows where each stands.</summary>
/// <remarks>
/// The libraries that could be had (CsvHelper, Sylvan) know the number of a row, but not the line and column of a cell, which is what people need to mend a
/// file. A cell that is not UTF-8 is taken as Windows-1252: so spreadsheets write where nobody told them otherwise.
/// </remarks>
internal sealed class CsvCells
{
    /// <summary>A row ends here at the latest: a quote that nobody closed would take the rest of the file into memory.</summary>
    private const int MaxRowOctets = 64 << 20;

    /// <summary>As wide as a sheet can be (Excel's column XFD): empty cells cost memory, too.</summary>
    private const int MaxCells = 16_384;

    private readonly Stream _stream;
    private readonly DirectoryMistakes _mistakes;
    private readonly byte _separator;
    private readonly SearchValues<byte> _ends;
    private readonly List<Cell> _cells = [];
    private readonly byte[] _buffer = new byte[1 << 16];
    private byte[] _octets = new byte[4096];
    private int _length;
    private int _next;
    private int _end;
    private int _line = 1;
    private int _column = 1;
    private bool _isBroken;

    /// <param name="stream">UTF-8 or Windows-1252, after any byte order mark.</param>
    public CsvCells(Stream stream, byte separator, int firstLine, DirectoryMistakes mistakes)
    {
        (_stream, _separator, _line, _mistakes) = (stream, separator, firstLine, mistakes);
        _ends = SearchValues.Create([separator, (byte)'\r', (byte)'\n']);
    }

    public int Count => _cells.Count;

    /// <summary>As a spreadsheet counts them: a row with line breaks in its cells is one.</summary>
    public int Row { get; private set; }

    /// <summary>Where the row starts.</summary>
    public int Line { get; private set; }

    /// <summary>A cell without quotes, and without the apostrophe that keeps a spreadsheet from calculating it.</summary>
    public ReadOnlySpan<byte> this[int cell]
    {
        get
        {
            var (start, end, _, _, isQuoted) = _cells[cell];
            var text = CsvText.Reveal(_octets.AsSpan(start..end));
            return isQuoted ? text : ListText.Trim(text);
        }
    }

    public (int Line, int Column) PositionOf(int cell) => (_cells[cell].Line, _cells[cell].Column);

    /// <summary>False at the end of the file, or where nothing more can be made of it.</summary>
    public bool ReadRow()
    {
        _cells.Clear();
        _length = 0;
        if (_isBroken || Peek() < 0) return false;
        (Row, Line) = (Row + 1, _line);
        while (ReadCell())
        {
        }
        return true;
    }

    /// <summary>True when another cell follows in the row.</summary>
    private bool ReadCell()
    {
        var (start, line, column) = (_length, _line, _column);
        var isQuoted = Peek() == '"';
        if (isQuoted) TakeQuoted(line, column);
        TakeToEnd(isQuoted);
        if (!Utf8.IsValid(_octets.AsSpan(start.._length))) Decode(start);
        if (_cells.Count == MaxCells)
        {
            Break($"the row has more than {MaxCells} cells; is this the right separator?");
            return false;
        }
        _cells.Add(new(start, _length, line, column, isQuoted));

        var end = Peek();
        if (end < 0) return false;
        Take();
        if (end == _separator) return true;
        if (end == '\r' && Peek() == '\n') Take();
        NewLine();
        return false;
    }

    /// <summary>Up to the quote that closes; two quotes are one.</summary>
    private void TakeQuoted(int line, int column)
    {
        Take();
        while (true)
        {
            var octet = Peek();
            if (octet < 0)
            {
                if (!_isBroken) Tell(line, column, "the quote that opens here is not closed");
                return;
            }
            Take();
            if (octet == '"')
            {
                if (Peek() != '"') return;
                Take();
            }
            Append([(byte)octet]);
            if (octet == '\n' || (octet == '\r' && Peek() != '\n')) NewLine();
        }
    }

    private void TakeToEnd(bool isQuoted)
    {
        var (line, column) = (_line, _column);
        while (Peek() >= 0)
        {
            var text = _buffer.AsSpan(_next.._end);
            var end = text.IndexOfAny(_ends);
            var part = end < 0 ? text : text[..end];
            if (isQuoted && !ListText.Trim(part).IsEmpty)
            {
                Tell(line, column, "text follows the closing quote; a quote within quotes is written twice");
                isQuoted = false;
            }
            else if (!isQuoted)
            {
                Append(part);
            }
            _next += part.Length;
            _column += part.Length;
            if (end >= 0) return;
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_length + text.Length > MaxRowOctets)
        {
            Break("the row is longer than 64 MiB; is a quote in it not closed?");
            return;
        }
        if (_length + text.Length > _octets.Length) Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _length + text.Length));
        text.CopyTo(_octets.AsSpan(_length));
        _length += text.Length;
    }

    private void Break(string text)
    {
        Tell(Line, 1, text);
        (_isBroken, _next, _end) = (true, 0, 0);
    }

    private void Decode(int start)
    {
        var text = Encoding.UTF8.GetBytes(CsvText.Windows1252.GetString(_octets.AsSpan(start.._length)));
        _length = start;
        Append(text);
    }

    private int Peek()
    {
        if (_next < _end) return _buffer[_next];
        if (_isBroken) return -1;
        (_next, _end) = (0, _stream.Read(_buffer));
        return _end == 0 ? -1 : _buffer[0];
    }

    private void Take()
    {
        _next++;
        _column++;
    }

    private void NewLine() => (_line, _column) = (_line + 1, 1);

    private void Tell(int line, int column, string text) => _mistakes.Add(new(line, column, "", text));

    private readonly record struct Cell(int Start, int End, int Line, int Column, bool IsQuoted);
}
