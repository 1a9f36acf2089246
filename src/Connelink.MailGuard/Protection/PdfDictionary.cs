namespace Connelink.MailGuard.Protection;

/// <summary>Reads one dictionary of a PDF octet by octet, behind its brackets (ISO 32000 7.2, 7.3).</summary>
/// <remarks>Keys in strings, comments and inner dictionaries do not count.</remarks>
internal sealed class PdfDictionary
{
    private const int NameOctets = 13; // one more than the longest name of interest

    private readonly byte[] _name = new byte[NameOctets];
    private int _nameOctets;
    private int _hexDigits;
    private int _depth;
    private int _parentheses;
    private byte _last;
    private bool _isTrailer;
    private bool _isCrossReference;
    private bool _hasEncrypt;
    private bool _awaitsValue;
    private Step _step;

    private enum Step : byte
    {
        Tokens,
        Name,
        String,
        Escape,
        Comment,
    }

    public bool HasEnded => _depth == 0;

    /// <summary>A trailer, or the dictionary of a cross-reference stream, with an Encrypt key.</summary>
    public bool SaysEncrypted => _hasEncrypt && (_isTrailer || _isCrossReference);

    /// <summary>Of the stream of an attached file: /Type /EmbeddedFile, which may be missing, or its /Params (ISO 32000 7.11.4.1).</summary>
    public bool IsAttachment { get; private set; }

    /// <param name="goesOn">It begins inside another one: what was seen there still holds.</param>
    public void Begin(bool isTrailer, bool goesOn)
    {
        _isTrailer = isTrailer || (goesOn && _isTrailer);
        _isCrossReference &= goesOn;
        _hasEncrypt &= goesOn;
        IsAttachment &= goesOn;
        (_depth, _parentheses, _last, _awaitsValue, _step) = (1, 0, 0, false, Step.Tokens);
    }

    public void Put(byte octet)
    {
        switch (_step)
        {
            case Step.String:
                PutString(octet);
                break;
            case Step.Escape:
                _step = Step.String;
                break;
            case Step.Comment:
                if (octet is (byte)'\r' or (byte)'\n') _step = Step.Tokens;
                break;
            case Step.Name when IsRegular(octet):
                PutName(octet);
                break;
            default:
                if (_step == Step.Name) EndName();
                PutToken(octet);
                break;
        }
    }

    public static bool IsBlank(byte octet) => octet is 0 or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)' ';

    private void PutToken(byte octet)
    {
        var last = _last;
        _last = 0;
        _step = Step.Tokens;
        if (_awaitsValue && !IsBlank(octet) && octet != (byte)'%')
        {
            // A dictionary, or a reference to one; null is as good as no key.
            _hasEncrypt |= octet == (byte)'<' || char.IsAsciiDigit((char)octet);
            _awaitsValue = false;
        }
        switch (octet)
        {
            case (byte)'<' when last == octet:
                _depth++;
                break;
            case (byte)'>' when last == octet:
                _depth--;
                break;
            case (byte)'<' or (byte)'>':
                _last = octet;
                break;
            case (byte)'(':
                (_step, _parentheses) = (Step.String, 1);
                break;
            case (byte)'/':
                (_step, _nameOctets, _hexDigits) = (Step.Name, 0, 0);
                break;
            case (byte)'%':
                _step = Step.Comment;
                break;
        }
    }

    private void PutString(byte octet)
    {
        if (octet == (byte)'\\') _step = Step.Escape;
        else if (octet == (byte)'(') _parentheses++;
        else if (octet == (byte)')' && --_parentheses == 0) _step = Step.Tokens;
    }

    /// <summary>#6e is n (ISO 32000 7.3.5).</summary>
    private void PutName(byte octet)
    {
        if (_hexDigits > 0)
        {
            _hexDigits--;
            _name[_nameOctets - 1] = (byte)((_name[_nameOctets - 1] << 4) | HexDigit(octet));
        }
        else if (_nameOctets < NameOctets)
        {
            if (octet == (byte)'#') (_hexDigits, octet) = (2, 0);
            _name[_nameOctets++] = octet;
        }
    }

    private void EndName()
    {
        if (_depth != 1) return;
        var name = _name.AsSpan(0, _nameOctets);
        _awaitsValue = name.SequenceEqual("Encrypt"u8);
        _isCrossReference |= name.SequenceEqual("XRef"u8);
        IsAttachment |= name.SequenceEqual("EmbeddedFile"u8) || name.SequenceEqual("Params"u8);
    }

    private static int HexDigit(byte octet) => char.IsAsciiHexDigit((char)octet) ? (octet & 0xF) + (octet > (byte)'9' ? 9 : 0) : 0;

    private static bool IsRegular(byte octet) => !IsBlank(octet) && "()<>[]{}/%"u8.IndexOf(octet) < 0;
}
