using System.Text;

namespace Connelink.MailGuard.Protection;

/// <summary>What a line "-----BEGIN PGP …-----" begins.</summary>
internal enum PgpArmorLabel : byte
{
    /// <summary>Keys, other words, or no armor.</summary>
    Other,
    Message,
    SignedMessage,
    Signature,
}

/// <summary>One armor (RFC 9580 6.2), octet by octet behind "-----BEGIN PGP ": label, header fields, an empty line, base64.</summary>
/// <remarks>Prose that only speaks of an armor has no such lines behind it. In HTML a tag ends a line.</remarks>
internal sealed class PgpArmor(IInflater inflater)
{
    private const int MaxLabelOctets = 40;
    private const int LineOctets = 128;

    private readonly PgpPacketReader _packets = new(inflater);
    private readonly byte[] _line = new byte[LineOctets];
    private readonly byte[] _octet = new byte[1];
    private ArmorDecoder _decoder;
    private Step _step;
    private int _lineOctets;
    private bool _hasColon;
    private bool _hasBlankLine;
    private bool _isHtml;
    private bool _isBehindReturn;
    private byte _markupEnd;

    private enum Step : byte
    {
        Label,
        Fields,
        Data,
        End,
    }

    public PgpArmorLabel Label { get; private set; }

    /// <summary>What the packets in it are; <see cref="PgpKind.Other"/> when it is no armor.</summary>
    public PgpKind Kind => _packets.Kind;

    /// <summary>What comes next begins a line.</summary>
    public bool IsAtLineStart { get; private set; }

    public void Begin(bool isHtml)
    {
        IsAtLineStart = false;
        (_step, _lineOctets, _hasColon, _hasBlankLine, _isHtml, _markupEnd, _isBehindReturn) = (Step.Label, 0, false, false, isHtml, 0, false);
        (Label, _decoder) = (PgpArmorLabel.Other, default);
        _packets.Begin(isClaimed: true);
    }

    /// <summary>False when no more is wanted: the octet was not taken.</summary>
    public bool Put(byte octet)
    {
        if (_isHtml && !TakeMarkup(ref octet)) return true;
        // CRLF, CR and LF are one line end each: a second one would make an empty line.
        var isSecond = _isBehindReturn && octet == (byte)'\n';
        _isBehindReturn = octet == (byte)'\r';
        if (isSecond) return true;
        if (_isBehindReturn) octet = (byte)'\n';
        // The END line, or another armor.
        if (IsAtLineStart && octet == (byte)'-') _step = Step.End;
        switch (_step)
        {
            case Step.Label:
                PutLabel(octet);
                break;
            case Step.Fields:
                PutField(octet);
                break;
            case Step.Data:
                PutData(octet);
                break;
        }
        if (_step == Step.End) return false;
        IsAtLineStart = octet == (byte)'\n';
        return true;
    }

    /// <summary>The leaf or the armor has ended.</summary>
    public void Complete()
    {
        if (_step == Step.Fields) EndField();
        _packets.Complete();
    }

    /// <summary>A tag becomes a line end, an entity a blank. False while one goes on.</summary>
    private bool TakeMarkup(ref byte octet)
    {
        if (_markupEnd != 0)
        {
            if (octet != _markupEnd) return false;
            octet = _markupEnd == (byte)'>' ? (byte)'\n' : (byte)' ';
            _markupEnd = 0;
            return true;
        }
        _markupEnd = octet switch { (byte)'<' => (byte)'>', (byte)'&' => (byte)';', _ => (byte)0 };
        return _markupEnd == 0;
    }

    private void PutLabel(byte octet)
    {
        if (octet != (byte)'\n')
        {
            if (_lineOctets == MaxLabelOctets) _step = Step.End;
            else _line[_lineOctets++] = octet;
            return;
        }
        Label = LabelOf(_line.AsSpan(0, _lineOctets).TrimEnd(" \t"u8));
        // A clear-signed text ends with an armor of its own, the signature: that one counts.
        _step = Label is PgpArmorLabel.Message or PgpArmorLabel.Signature ? Step.Fields : Step.End;
        _lineOctets = 0;
    }

    /// <summary>Fields have a colon; the base64 is the first line without one behind an empty line.</summary>
    private void PutField(byte octet)
    {
        if (octet == (byte)'\n')
        {
            EndField();
        }
        else
        {
            _hasColon |= octet == (byte)':';
            if (_lineOctets < _line.Length) _line[_lineOctets++] = octet;
            else if (!_hasColon) EndField();
        }
    }

    private void EndField()
    {
        var line = _line.AsSpan(0, _lineOctets).TrimEnd(" \t"u8);
        if (line.IsEmpty) _hasBlankLine = true;
        else if (_hasColon) _step = _hasBlankLine && !_isHtml ? Step.End : _step; // HTML has empty lines wherever a tag stands before a line end
        else _step = _hasBlankLine ? Step.Data : Step.End;

        if (_step == Step.Data)
        {
            foreach (var octet in line) PutData(octet);
        }
        (_lineOctets, _hasColon) = (0, false);
    }

    private void PutData(byte octet)
    {
        if (_decoder.Put(octet, out _octet[0])) _packets.Write(_octet);
        if (_decoder.HasEnded || _packets.IsDone) _step = Step.End;
    }

    private static PgpArmorLabel LabelOf(ReadOnlySpan<byte> label)
    {
        if (label.SequenceEqual("MESSAGE-----"u8)) return PgpArmorLabel.Message;
        if (label.SequenceEqual("SIGNED MESSAGE-----"u8)) return PgpArmorLabel.SignedMessage;
        if (label.SequenceEqual("SIGNATURE-----"u8)) return PgpArmorLabel.Signature;
        return label.StartsWith("MESSAGE, PART "u8) && label.EndsWith("-----"u8) ? PgpArmorLabel.Message : PgpArmorLabel.Other;
    }
}
