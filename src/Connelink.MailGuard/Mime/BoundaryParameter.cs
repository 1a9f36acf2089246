namespace Connelink.MailGuard.Mime;

/// <summary>The boundary of a multipart (RFC 2046 5.1.1): all programs must take the same octets for it.</summary>
internal struct BoundaryParameter
{
    private bool _isRead;
    private MimeIrregularity _found;

    public void Read(scoped in ParameterParser parameter, MimePart part)
    {
        var text = parameter.Text;
        if (parameter.IsExtended || parameter.Section >= 0) _found |= MimeIrregularity.BoundaryInPieces;
        if (IsAmbiguous(parameter)) _found |= MimeIrregularity.AmbiguousBoundary;
        if (text.IsEmpty) _found |= MimeIrregularity.BoundaryEmpty;
        if (_isRead && !text.SequenceEqual(part[MimeParameter.Boundary])) _found |= MimeIrregularity.ConflictingBoundaries;
        if (!_isRead) part.Set(MimeParameter.Boundary, text);
        _isRead = true;
    }

    public readonly MimeIrregularity Complete() => _isRead ? _found : MimeIrregularity.BoundaryMissing;

    private static bool IsAmbiguous(scoped in ParameterParser parameter)
    {
        const ParameterOddity Misread = ParameterOddity.Blank | ParameterOddity.Special | ParameterOddity.Unterminated | ParameterOddity.Trailing | ParameterOddity.Name;
        var text = parameter.Text;
        return (parameter.Oddity & Misread) != 0
            || text.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            || text.Contains((byte)'\\')
            || text.Trim((byte)' ').Length != text.Length
            || (text.StartsWith("=?"u8) && text.EndsWith("?="u8));
    }
}
