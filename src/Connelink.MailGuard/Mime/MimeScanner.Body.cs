namespace Connelink.MailGuard.Mime;

/// <summary>Bodies: passed over in bulk from one line that begins with two hyphens to the next. The line end before a delimiter belongs to it, so one is always held back.</summary>
public sealed partial class MimeScanner
{
    /// <summary>Longer lines are no delimiters: a boundary has 70 octets, and nobody pads so much.</summary>
    private const int MaxDelimiterLine = 1000;

    /// <summary>The beginning of a line that may be a delimiter, from blocks before.</summary>
    private readonly OctetBuffer _candidate = new(MaxDelimiterLine);

    private LineEnd _heldEnd;
    private bool _atLineStart;

    private void ResetBody()
    {
        _candidate.Clear();
        _heldEnd = LineEnd.None;
        _atLineStart = true;
        _nearDelimiter.Begin();
    }

    private void ReadAllOfBody(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty) octets = octets[ReadBody(octets)..];
    }

    /// <summary>Reads some octets; after a delimiter what follows may be a header section.</summary>
    private int ReadBody(ReadOnlySpan<byte> octets)
    {
        if (_delimiters.Count == 0)
        {
            Emit(octets);
            return octets.Length;
        }
        if (_heldEnd == LineEnd.Cr)
        {
            if (octets[0] == '\n')
            {
                _heldEnd = LineEnd.CrLf;
                _atLineStart = true;
                return 1;
            }
            EmitHeldEnd();
        }
        return _atLineStart ? ReadLineStart(octets) : ReadLines(octets);
    }

    private int ReadLineStart(ReadOnlySpan<byte> octets)
    {
        _hasHyphens = true;
        if (_candidate.Length == 0 && octets[0] != '-') return ReadContent(octets);

        var length = octets.IndexOf((byte)'\n') + 1;
        if (length == 0) return ReadCandidate(octets);
        if (_candidate.Length > 0) return ReadCandidate(octets[..length]);
        if (!IsDelimiterLine(octets[..length], out var delimiter)) return ReadContent(octets);

        ReadDelimiter(octets[..length], delimiter);
        return length;
    }

    /// <summary>The line that begins here is no delimiter, nor was the one before.</summary>
    private int ReadContent(ReadOnlySpan<byte> octets)
    {
        EmitHeldEnd();
        _atLineStart = false;
        return ReadLines(octets);
    }

    /// <summary>A piece of a line that may be a delimiter.</summary>
    private int ReadCandidate(ReadOnlySpan<byte> piece)
    {
        var room = MaxDelimiterLine - _candidate.Length;
        if (piece.Length > room)
        {
            _candidate.Add(piece[..room]);
            TellJunk(_candidate.Octets);
            ReleaseCandidate();
            return room;
        }
        _candidate.Add(piece);
        if (piece[^1] == '\n') CompleteCandidate();
        else if (_candidate.Length > 1 && _candidate.Octets[1] != '-') ReleaseCandidate();
        return piece.Length;
    }

    private void CompleteCandidate()
    {
        if (IsDelimiterLine(_candidate.Octets, out var delimiter))
        {
            ReadDelimiter(_candidate.Octets, delimiter);
            _candidate.Clear();
        }
        else
        {
            ReleaseCandidate();
        }
    }

    /// <summary>The candidate is content.</summary>
    private void ReleaseCandidate()
    {
        EmitHeldEnd();
        EmitHoldingEnd(_candidate.Octets);
        _candidate.Clear();
    }

    /// <summary>Lines that begin anyhow, up to a delimiter, or all but what may belong to one.</summary>
    private int ReadLines(ReadOnlySpan<byte> octets)
    {
        if (_place == Place.Leaf && _decoders == 0 && _leaf.IsLetters && !_nearDelimiter.IsOpen && _leaf.ReadLetters(octets) is > 0 and var read)
        {
            _atLineStart = octets[read - 1] == '\n';
            _nearDelimiter.Skip(_atLineStart);
            return read;
        }
        var searched = 0;
        _hasHyphens = false;
        while (true)
        {
            var hit = octets[searched..].IndexOf("--"u8);
            if (hit < 0) return ReadTail(octets);

            var start = searched + hit;
            if (start == 0 || octets[start - 1] != '\n')
            {
                var end = octets[start..].IndexOfAnyExcept((byte)'-');
                searched = end < 0 ? octets.Length : start + end;
                _hasHyphens = true;
                continue;
            }
            var length = octets[start..].IndexOf((byte)'\n') + 1;
            if (length == 0)
            {
                EmitHoldingEnd(octets[..start]);
                return start;
            }
            if (IsDelimiterLine(octets.Slice(start, length), out var delimiter))
            {
                EmitHoldingEnd(octets[..start]);
                ReadDelimiter(octets.Slice(start, length), delimiter);
                return start + length;
            }
            searched = start + length - 1;
            _hasHyphens = true;
        }
    }

    /// <summary>The rest of a block. A hyphen at the end may begin a delimiter.</summary>
    private int ReadTail(ReadOnlySpan<byte> octets)
    {
        var isCandidate = octets.EndsWith("\n-"u8);
        EmitHoldingEnd(isCandidate ? octets[..^1] : octets);
        if (isCandidate) _candidate.Add("-"u8);
        return octets.Length;
    }

    /// <param name="line">With its LF.</param>
    private bool IsDelimiterLine(ReadOnlySpan<byte> line, out Delimiter delimiter)
    {
        if (line.Length <= MaxDelimiterLine) return IsDelimiter(LineEnds.Split(line, out _), out delimiter);

        TellJunk(line[..MaxDelimiterLine]);
        delimiter = default;
        return false;
    }

    private void EmitHoldingEnd(ReadOnlySpan<byte> octets)
    {
        Emit(LineEnds.Split(octets, out _heldEnd));
        _atLineStart = _heldEnd is LineEnd.Lf or LineEnd.CrLf;
    }

    private void EmitHeldEnd()
    {
        var lineEnd = _heldEnd.Octets();
        _heldEnd = LineEnd.None;
        Emit(lineEnd);
    }

    private void CompleteBody()
    {
        if (_candidate.Length > 0 && IsDelimiter(_candidate.Octets.TrimEnd((byte)'\r'), out var delimiter))
        {
            ReadDelimiter(_candidate.Octets, delimiter);
            while (_place == Place.Header) EndHeader();
            return;
        }
        EmitHeldEnd();
        _hasHyphens = true;
        Emit(_candidate.Octets);
        _nearDelimiter.Complete();
    }
}
