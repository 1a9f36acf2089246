namespace Connelink.MailGuard.Mime;

/// <summary>What stands between "data:" and the comma: a media type, and ";base64" at its end (RFC 2397; WHATWG Fetch, "data: URL processor"). Of any length.</summary>
internal sealed class DataUriHeading
{
    private int _matched;
    private Step _step;
    private bool _hasBlank;

    private enum Step : byte
    {
        Type,
        Subtype,

        /// <summary>Blanks behind the media type.</summary>
        Behind,
        Parameters,
    }

    private static ReadOnlySpan<byte> Base64 => ";base64"u8;

    /// <summary>It ends with ";base64"; blanks may stand before the word and behind it.</summary>
    public bool IsBase64 => _matched == Base64.Length;

    /// <summary>"data: names, places" is prose; "data:names,places" a browser takes.</summary>
    public bool IsMediaType => !_hasBlank || _step != Step.Type;

    public void Begin() => (_matched, _step, _hasBlank) = (0, Step.Type, false);

    public void Put(byte octet)
    {
        if (octet == ' ')
        {
            if (_matched is not (0 or 1 or 7)) _matched = 0;
            if (_step == Step.Subtype) _step = Step.Behind;
            _hasBlank |= _step == Step.Type;
            return;
        }
        _matched = octet == ';' ? 1 : _matched is > 0 and < 7 && (octet | 0x20) == Base64[_matched] ? _matched + 1 : 0;
        if (_step == Step.Type && octet == '/') _step = Step.Subtype;
        else if (_step is Step.Subtype or Step.Behind && octet == ';') _step = Step.Parameters;
        else if (_step == Step.Behind) (_step, _hasBlank) = (Step.Type, true);
    }
}
