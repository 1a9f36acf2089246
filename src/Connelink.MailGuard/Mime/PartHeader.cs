namespace Connelink.MailGuard.Mime;

/// <summary>Reads the header section of one part line by line and sets what it says. Used again for each part.</summary>
internal sealed class PartHeader
{
    private readonly ContentTypeField _contentType = new();
    private readonly TransferEncodingField _encoding = new();
    private readonly FileNameCollector _fileNames = new();
    private readonly OctetBuffer _body = new(MimeLimits.MaxHeaderOctets);
    private MimePart _part = null!;
    private StructuralField _field;
    private int _octets;
    private bool _hasField;

    /// <summary>The last line that was no continuation begins with a name that all programs read alike.</summary>
    private bool _isClear;
    private bool _hasDisposition;

    /// <summary>Behind a line that is no field, where some end the section.</summary>
    private bool _hasEndedForSome;

    /// <summary>What was found so far.</summary>
    public MimeIrregularity Irregularities { get; private set; }

    /// <summary>From the first line that is no field; empty in a good section.</summary>
    public OctetBuffer Remainder { get; } = new(MimeLimits.MaxHeaderOctets);

    public bool IsEmpty => _octets == 0;

    /// <summary>What a program that did not see the delimiter in this section goes on with.</summary>
    public TransferEncodings Encodings => _encoding.Found;

    /// <param name="inherited">Encodings of a section before, which a delimiter cut short.</param>
    public void Begin(MimePart part, bool inDigest, TransferEncodings inherited)
    {
        _part = part;
        _field = StructuralField.None;
        _octets = 0;
        _hasField = false;
        _isClear = false;
        _hasDisposition = false;
        _hasEndedForSome = false;
        Irregularities = MimeIrregularity.None;
        Remainder.Clear();
        _contentType.Begin(inDigest);
        _encoding.Begin(inherited);
    }

    /// <summary>One line without its line end, not empty.</summary>
    public void Read(ReadOnlySpan<byte> line)
    {
        _octets += line.Length + 2;
        if (_octets > MimeLimits.MaxHeaderOctets) Irregularities |= MimeIrregularity.HeaderTooLong;
        if (line[0] is (byte)' ' or (byte)'\t') ReadContinuation(line);
        else ReadField(line);
        if (!_hasEndedForSome) return;

        Remainder.Add(line);
        Remainder.Add("\r\n"u8);
    }

    /// <summary>The section has ended: sets the media type and what it is made of, and the readings.</summary>
    public void Complete()
    {
        CompleteField();
        Irregularities |= _contentType.Complete(_part) | _encoding.Complete(_part);
    }

    public void Add(MimeIrregularity irregularity) => Irregularities |= irregularity;

    private void ReadContinuation(ReadOnlySpan<byte> line)
    {
        if (line.TrimStart(" \t"u8).IsEmpty)
        {
            Irregularities |= MimeIrregularity.BlankContinuation;
            _hasEndedForSome = true;
        }
        else if (!_hasField)
        {
            // Nothing to continue: a field for those who drop blanks before a name.
            var name = FieldName.Read(line.TrimStart(" \t"u8));
            if (name.Field != StructuralField.None || name.IsHiding) Irregularities |= MimeIrregularity.HiddenField;
            Irregularities |= MimeIrregularity.NoField;
            _hasEndedForSome = true;
        }
        else
        {
            ReadHidden(line.TrimStart(" \t"u8));
            if (_field != StructuralField.None) _body.Add(line);
        }
    }

    /// <summary>A structural field in a continuation: a field for those who drop blanks before a name.</summary>
    /// <remarks>A field of no structure may quote one, and DKIM-Signature folds lists of names: there an encoding is read both ways, and nothing is refused.</remarks>
    private void ReadHidden(ReadOnlySpan<byte> text)
    {
        if (text[0] is not ((byte)'C' or (byte)'c') || FieldName.Read(text) is not { Field: not StructuralField.None } name) return;

        if (_field != StructuralField.None || !_isClear) Irregularities |= MimeIrregularity.HiddenField;
        else if (name.Field == StructuralField.TransferEncoding && TransferEncodingField.Exact(text[(name.Colon + 1)..].Trim(" \t"u8)) is not null) Irregularities |= ReadUnseen(text[(name.Colon + 1)..]);
    }

    private MimeIrregularity ReadUnseen(ReadOnlySpan<byte> body)
    {
        _encoding.IsUnseenBySome = true;
        return _encoding.Read(body);
    }

    private void ReadField(ReadOnlySpan<byte> line)
    {
        CompleteField();
        var name = FieldName.Read(line);
        if (name.IsHiding) Irregularities |= MimeIrregularity.HiddenField;
        _isClear = name.IsClear;
        if (name.Colon < 0)
        {
            Irregularities |= MimeIrregularity.NoField;
            _hasEndedForSome = true;
            return;
        }

        _hasField = true;
        _field = name.Field;
        if (_field == StructuralField.None) return;

        if (name.HasBlank) Irregularities |= MimeIrregularity.BlankBeforeColon;
        if (_field == StructuralField.TransferEncoding && _hasEndedForSome) Irregularities |= MimeIrregularity.EncodingBehindNoField;
        if (_field == StructuralField.TransferEncoding && (name.HasBlank || _hasEndedForSome)) _encoding.IsUnseenBySome = true;
        _body.Add(line[(name.Colon + 1)..]);
    }

    private void CompleteField()
    {
        var body = _body.Octets;
        Irregularities |= _field switch
        {
            StructuralField.ContentType => _contentType.Read(body, _part, _fileNames),
            StructuralField.TransferEncoding => _encoding.Read(body),
            StructuralField.Disposition => ReadDisposition(body),
            _ => MimeIrregularity.None,
        };
        _field = StructuralField.None;
        _body.Clear();
    }

    /// <summary>RFC 2183 2. The first field counts for the disposition, all of them for names.</summary>
    private MimeIrregularity ReadDisposition(ReadOnlySpan<byte> body)
    {
        var parser = new ParameterParser(body);
        var disposition = System.Text.Ascii.EqualsIgnoreCase(parser.Value, "inline"u8) ? MimeDisposition.Inline
            : System.Text.Ascii.EqualsIgnoreCase(parser.Value, "attachment"u8) ? MimeDisposition.Attachment
            : MimeDisposition.Other;
        var found = _hasDisposition ? MimeIrregularity.RepeatedField : MimeIrregularity.None;
        if (!_hasDisposition) _part.Disposition = disposition;
        _hasDisposition = true;

        _fileNames.Begin();
        while (parser.MoveNext())
        {
            if (parser.Oddity != ParameterOddity.None) found |= MimeIrregularity.OddParameter;
            if (FileNameCollector.Takes(parser.Name)) _fileNames.Add(parser, _part);
        }
        _fileNames.Complete(_part);
        return found;
    }
}
