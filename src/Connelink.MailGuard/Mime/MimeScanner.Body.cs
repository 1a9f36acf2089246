namespace Connelink.MailGuard.Mime;

/// <summary>Bodies: passed over in bulk from one line that begins with two hyphens to the next. The line end before a delimiter belongs to it, so one is always held back.</summary>
public sealed partial class MimeScanner
{
    /// <summary>Longer lines are no delimiters: a boundary has 70 octets, and nobody pads so much.</summary>
    private const int MaxDelimiterLine = 1000;

    /// <summary>The beginning of a line that may be a delimiter.</summary>
    private readonly OctetBuffer _candidate = new(MaxDelimiterLine);

    private LineEnd _heldEnd;
    private bool _atLineStart;

    /// <summary>The leaf, preamble or epilogue that is being read; null where a preamble or epilogue has shown nothing but white space.</summary>
    private MimePart? _leafPart;

    /// <summary>Two hyphens stand side by side in what is being read; where none do, nobody looks for them again.</summary>
    private bool _hasHyphens;

    /// <summary>Open parts that are read decoded, too.</summary>
    private int _decoders;

    private enum LineEnd : byte
    {
        None,
        Cr,
        Lf,
        CrLf,
    }

    private ReadOnlySpan<byte> HeldEnd => _heldEnd switch
    {
        LineEnd.Cr => "\r"u8,
        LineEnd.Lf => "\n"u8,
        LineEnd.CrLf => "\r\n"u8,
        _ => default,
    };

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

    /// <summary>A line from its start, if it may be a delimiter.</summary>
    private int ReadLineStart(ReadOnlySpan<byte> octets)
    {
        _hasHyphens = true;
        if (_candidate.Length == 0 && octets[0] != '-')
        {
            EmitHeldEnd();
            _atLineStart = false;
            return ReadLines(octets);
        }

        var length = octets.IndexOf((byte)'\n') + 1;
        var isComplete = length > 0;
        if (!isComplete) length = octets.Length;
        if (_candidate.Length + length > MaxDelimiterLine)
        {
            length = MaxDelimiterLine - _candidate.Length;
            _candidate.Add(octets[..length]);
            TellJunk(_candidate.Octets);
            ReleaseCandidate();
            return length;
        }
        if (isComplete && _candidate.Length == 0)
        {
            if (IsDelimiter(WithoutLineEnd(octets[..length], out _), out var delimiter))
            {
                ReadDelimiter(octets[..length], delimiter);
                return length;
            }
            EmitHeldEnd();
            _atLineStart = false;
            return ReadLines(octets);
        }

        _candidate.Add(octets[..length]);
        if (isComplete) ReadCandidate();
        else if (_candidate.Length > 1 && _candidate.Octets[1] != '-') ReleaseCandidate();
        return length;
    }

    /// <summary>The candidate is content, and its line goes on.</summary>
    private void ReleaseCandidate()
    {
        EmitHeldEnd();
        _atLineStart = false;
        var octets = _candidate.Octets;
        _candidate.Clear();
        _heldEnd = octets.EndsWith((byte)'\r') ? LineEnd.Cr : LineEnd.None;
        Emit(_heldEnd == LineEnd.Cr ? octets[..^1] : octets);
    }

    /// <summary>A whole line that began in a block before.</summary>
    private void ReadCandidate()
    {
        var line = _candidate.Octets;
        if (IsDelimiter(WithoutLineEnd(line, out var lineEnd), out var delimiter))
        {
            ReadDelimiter(line, delimiter);
        }
        else
        {
            EmitHeldEnd();
            Emit(WithoutLineEnd(line, out _));
            _heldEnd = lineEnd;
            _atLineStart = true;
        }
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

            _hasHyphens = true;
            var start = searched + hit;
            if (start == 0 || octets[start - 1] != '\n')
            {
                var end = octets[start..].IndexOfAnyExcept((byte)'-');
                searched = end < 0 ? octets.Length : start + end;
                continue;
            }
            var length = octets[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                EmitUpToLineEnd(octets[..start]);
                _atLineStart = true;
                return start;
            }
            if (length >= MaxDelimiterLine)
            {
                TellJunk(octets.Slice(start, MaxDelimiterLine));
            }
            else if (IsDelimiter(WithoutLineEnd(octets.Slice(start, length + 1), out _), out var delimiter))
            {
                EmitUpToLineEnd(octets[..start]);
                ReadDelimiter(octets.Slice(start, length + 1), delimiter);
                return start + length + 1;
            }
            searched = start + length;
        }
    }

    private int ReadTail(ReadOnlySpan<byte> octets)
    {
        if (octets.EndsWith("\n-"u8))
        {
            EmitUpToLineEnd(octets[..^1]);
            _candidate.Add("-"u8);
            _atLineStart = true;
        }
        else if (octets[^1] is (byte)'\n')
        {
            EmitUpToLineEnd(octets);
            _atLineStart = true;
        }
        else if (octets[^1] is (byte)'\r')
        {
            Emit(octets[..^1]);
            _heldEnd = LineEnd.Cr;
        }
        else
        {
            Emit(octets);
        }
        return octets.Length;
    }

    private void EmitUpToLineEnd(ReadOnlySpan<byte> octets)
    {
        Emit(WithoutLineEnd(octets, out var lineEnd));
        _heldEnd = lineEnd;
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> octets, out LineEnd lineEnd)
    {
        lineEnd = octets.EndsWith("\r\n"u8) ? LineEnd.CrLf : octets.EndsWith((byte)'\n') ? LineEnd.Lf : LineEnd.None;
        return octets[..^(lineEnd == LineEnd.CrLf ? 2 : lineEnd == LineEnd.Lf ? 1 : 0)];
    }

    private void EmitHeldEnd()
    {
        var lineEnd = HeldEnd;
        _heldEnd = LineEnd.None;
        Emit(lineEnd);
    }

    private void Emit(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;
        GiveDecoders(octets);
        if (_delimiters.Count > 0) LookForNear(octets);
        if (_leafPart is null && !BeginContent(ref octets)) return;
        if (_place != Place.Leaf && _foreignDelimiter.Read(octets)) _context.Tell(MimeIrregularity.ForeignDelimiter, _leafPart!);
        if (_leaf.IsTransparent) _context.Content(_leafPart!, 0, octets);
        else _leaf.Write(octets);
    }

    private void LookForNear(ReadOnlySpan<byte> octets)
    {
        if (_hasHyphens) _nearDelimiter.Read(octets);
        else _nearDelimiter.Pass(octets);
    }

    /// <summary>A preamble or epilogue begins with its first octet that is no white space.</summary>
    private bool BeginContent(ref ReadOnlySpan<byte> octets)
    {
        octets = octets.TrimStart(" \t\r\n"u8);
        if (octets.IsEmpty) return false;

        ref var open = ref _open[_openCount - 1];
        var isPreamble = _place == Place.Preamble;
        _context.Tell(isPreamble ? MimeIrregularity.ContentInPreamble : MimeIrregularity.ContentInEpilogue, open.Part);
        if (!isPreamble && _delimiters.Extends(_openCount - 1)) _context.Tell(MimeIrregularity.BoundaryPrefix, open.Part);
        BeginPseudoPart(open.Part, isPreamble ? MimePartKind.Preamble : MimePartKind.Epilogue, default);
        return true;
    }

    private void BeginPseudoPart(MimePart parent, MimePartKind kind, TransferEncodings encodings)
    {
        var part = _context.RentPart();
        part.Begin(parent, 0, isMessage: false, parent.Origin, parent.IsAlternative);
        part.Kind = kind;
        part.SetMediaType("text/plain"u8);
        encodings.Add(TransferEncoding.Identity);
        for (var i = 0; i < encodings.Count; i++)
        {
            part.AddReading(encodings[i]);
        }
        _context.BeginPart(part);
        _leafPart = part;
        _leaf.BeginLeaf(part, this);
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
