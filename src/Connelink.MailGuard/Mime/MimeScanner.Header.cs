namespace Connelink.MailGuard.Mime;

/// <summary>Header sections: lines go to <see cref="PartHeader"/>, and what it makes of the part decides how its body is read.</summary>
public sealed partial class MimeScanner
{
    /// <summary>Multiparts or messages that say to be encoded, inside each other.</summary>
    private const int MaxDecodedComposites = 2;

    /// <summary>A line that began in a block before.</summary>
    private readonly OctetBuffer _headerLine = new(MimeLimits.MaxHeaderOctets);

    /// <summary>Encodings of a header section that a delimiter cut short: for some they hold for the next part.</summary>
    private TransferEncodings _inherited;

    /// <summary>The part whose header section is being read.</summary>
    private MimePart _part = null!;

    private bool _isFirstLine;

    private void BeginHeader()
    {
        _part = _context.RentPart();
        var inDigest = false;
        if (_openCount == 0)
        {
            _part.Begin(_parent, 1, _isMessage, _origin, _isAlternative);
        }
        else
        {
            ref var open = ref _open[_openCount - 1];
            inDigest = open.Part.Is("multipart/digest"u8);
            _part.Begin(open.Part, ++open.Children, open.Part.Kind == MimePartKind.Message, open.Part.Origin, open.Part.IsAlternative);
        }
        _header.Begin(_part, inDigest, _inherited);
        _inherited = default;
        _headerLine.Clear();
        _isFirstLine = true;
        _place = Place.Header;
    }

    private int ReadHeader(ReadOnlySpan<byte> octets)
    {
        var at = 0;
        while (_place == Place.Header && at < octets.Length)
        {
            var rest = octets[at..];
            var length = rest.IndexOf((byte)'\n') + 1;
            if (length > 0 && _headerLine.Length == 0)
            {
                if (!ReadHeaderLine(rest[..length])) return at;
                at += length;
                continue;
            }
            var isComplete = length > 0;
            if (!isComplete) length = rest.Length;
            if (!_headerLine.Add(rest[..length])) _header.Add(MimeIrregularity.HeaderTooLong);
            at += length;
            if (isComplete) CompleteHeaderLine();
        }
        return at;
    }

    /// <summary>A line that came in pieces.</summary>
    private void CompleteHeaderLine()
    {
        if (_place != Place.Header || _headerLine.Length == 0) return;
        var line = _headerLine.Octets;
        // The body that begins with the line may be a message, and the line the first of its header section.
        while (!ReadHeaderLine(line))
        {
            if (_place == Place.Header) continue;
            ReadAllOfBody(line);
            break;
        }
        if (_place != Place.Header) _headerLine.Clear();
    }

    /// <summary>False: the line is not of the header section, and the body begins with it.</summary>
    private bool ReadHeaderLine(ReadOnlySpan<byte> octets)
    {
        var line = octets.EndsWith((byte)'\n') ? octets[..^1] : octets;
        line = line.EndsWith((byte)'\r') ? line[..^1] : line;
        if (line.IsEmpty)
        {
            if (_isFirstLine) LeadDecoded();
            GiveDecoders(octets);
            EndHeader();
            return true;
        }
        if (line.IndexOfAny((byte)'\r', (byte)0) >= 0)
        {
            _header.Add(line.Contains((byte)0) ? MimeIrregularity.NulInField : MimeIrregularity.BareCarriageReturn);
        }
        if (line[0] == '-' && _delimiters.Count > 0 && IsDelimiter(line, out var delimiter))
        {
            CutHeader(delimiter);
            ReadDelimiter(octets, delimiter);
            return true;
        }
        if (_isFirstLine && (_openCount == 0 || _open[_openCount - 1].Decoded is not null) && FieldName.Read(line) is { Colon: < 0 } name)
        {
            if (name.IsHiding) _header.Add(MimeIrregularity.HiddenField);
            LeadDecoded();
            EndHeader();
            return false;
        }
        _isFirstLine = false;
        GiveDecoders(octets);
        _header.Read(line);
        _headerLine.Clear();
        return true;
    }

    /// <summary>A message that says to be encoded and has no header section is: what it decodes to is the first reading of it.</summary>
    private void LeadDecoded()
    {
        if (_openCount == 0 || _open[_openCount - 1] is not { Part.Kind: MimePartKind.Message, Decoded: { } decoded }) return;
        decoded.Lead();
        (_part.IsAlternative, _part.IsUndecoded) = (true, true);
    }

    /// <summary>Nothing was read yet, and this is no alternative to another reading, after all.</summary>
    internal void Lead() => _part.IsAlternative = _isAlternative = _parent?.IsAlternative ?? false;

    /// <summary>A delimiter before the empty line: the part has no body, as RFC 2046 5.1.1 allows; who does not see it reads on.</summary>
    private void CutHeader(Delimiter delimiter)
    {
        if (!_header.IsEmpty)
        {
            _header.Add(MimeIrregularity.DelimiterInHeader);
            _isCut = true;
        }
        EndHeader();
        if (delimiter.Kind == DelimiterKind.Delimiter) _inherited = _header.Encodings;
    }

    private bool _isCut;

    private void EndHeader()
    {
        _header.Complete();
        var part = _part;
        if (part.Kind != MimePartKind.Leaf && !MayOpen(part)) part.Kind = MimePartKind.Leaf;
        _isCut = false;
        _context.BeginPart(part);
        _context.Tell(_header.Irregularities, part);
        ReadRemainder(part);
        ResetBody();
        switch (part.Kind)
        {
            case MimePartKind.Multipart:
                Open(part);
                TellRelation(_delimiters.Push(part[MimeParameter.Boundary], _openCount - 1), part);
                _place = Place.Preamble;
                _foreignDelimiter.Begin();
                break;
            case MimePartKind.Message:
                Open(part);
                BeginHeader();
                break;
            default:
                _leafPart = part;
                _leaf.BeginLeaf(part, this);
                _place = Place.Leaf;
                break;
        }
    }

    /// <summary>
    /// A boundary that extends another leaves all parts what they are, whichever multipart programs count them to. Not so where parts of one multipart are messages
    /// by default, or where one is read decoded: that depends on where it ends.
    /// </summary>
    private void TellRelation(BoundaryRelation relation, MimePart part)
    {
        if (relation == BoundaryRelation.None) return;
        var isHarmless = relation == BoundaryRelation.Extends && _decoders == 0;
        for (var i = 0; isHarmless && i < _openCount; i++) isHarmless = !_open[i].Part.Is("multipart/digest"u8);
        _context.Tell(isHarmless ? MimeIrregularity.ExtendedBoundary : MimeIrregularity.BoundaryPrefix, part);
    }

    /// <summary>Limits make a leaf of it; so does a header section without a body behind it.</summary>
    private bool MayOpen(MimePart part)
    {
        if (_isCut) _header.Add(MimeIrregularity.CompositeWithoutBody);
        if (part.Depth >= MimeLimits.MaxDepth) _header.Add(MimeIrregularity.TooDeep);
        if (!_context.HasRoom) _header.Add(MimeIrregularity.TooManyParts);
        return !_isCut && part.Depth < MimeLimits.MaxDepth && _context.HasRoom;
    }

    private void Open(MimePart part)
    {
        ref var open = ref _open[_openCount++];
        open = new OpenPart { Part = part };
        if (part.Readings == 1 && part.Encoding(0) == TransferEncoding.Identity) return;

        // What is inside is read twice then, and must not be read four, eight, sixteen times.
        var isOnly = _decoders == 0 && Level < MaxDecodedComposites;
        _context.Tell(isOnly ? MimeIrregularity.EncodedComposite : MimeIrregularity.EncodedComposite | MimeIrregularity.TooManyReadings, part);
        if (!isOnly) return;
        open.Decoded = _context.RentReader();
        open.Decoded.BeginComposite(part, this);
        _decoders++;
    }

    /// <summary>Body for those who end the section at a line that is no field: in every encoding that the section has.</summary>
    private void ReadRemainder(MimePart part)
    {
        if (_header.Remainder.Length == 0) return;
        BeginPseudoPart(part, MimePartKind.HeaderRemainder, _header.Encodings);
        _leaf.Write(_header.Remainder.Octets);
        EndLeaf();
    }
}
