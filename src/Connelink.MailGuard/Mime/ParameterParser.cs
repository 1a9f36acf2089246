namespace Connelink.MailGuard.Mime;

/// <summary>Reads the body of Content-Type or Content-Disposition: a value, then parameters (RFC 2045 5.1, 2183 2, 2231). Allocates nothing, copies nothing.</summary>
/// <remarks>
/// As tolerant as mail programs: values without quotes run to the semicolon, so that "name=my file (1).pdf" and "boundary=----=_Next" mean what was meant.
/// The body is unfolded, without CR and LF.
/// </remarks>
internal ref struct ParameterParser
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>A comment did not end, so no parenthesis behind it opens one: each would be searched to the end of the body again.</summary>
    private bool _hasOpenComment;

    public ParameterParser(ReadOnlySpan<byte> body)
    {
        _rest = body;
        SkipBlanksAndComments();
        Value = TakeTo((byte)';', (byte)'(');
        SkipBlanksAndComments();
        HasTrailingText = !TakeTo((byte)';').IsEmpty;
    }

    /// <summary>What stands before the first semicolon, without comments around it: media type or disposition.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Text stands between a comment and the first semicolon.</summary>
    public bool HasTrailingText { get; }

    /// <summary>A comment held a semicolon, an equals sign or a quote: parameters for programs that know no comments.</summary>
    public bool HasTalkingComment { get; private set; }

    /// <summary>Something between semicolons was no parameter.</summary>
    public bool HasNoParameter { get; private set; }

    /// <summary>Without section and asterisks (RFC 2231).</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The n of name*n; -1 where there is none.</summary>
    public int Section { get; private set; }

    /// <summary>name* or name*n*: percent-encoded, the first one with charset and language.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>Without its quotes; backslashes still stand in a quoted one.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public bool IsQuoted { get; private set; }

    public ParameterOddity Oddity { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            SkipSemicolons();
            if (_rest.IsEmpty) return false;

            var name = TakeTo((byte)'=', (byte)';');
            if (!_rest.StartsWith((byte)'='))
            {
                HasNoParameter = true;
                continue;
            }
            Oddity = ParameterOddity.None;
            ReadName(name);
            _rest = _rest[1..];
            if (SkipBlanksAndComments()) Oddity |= ParameterOddity.Special;
            IsQuoted = _rest.StartsWith((byte)'"');
            if (IsQuoted) ReadQuoted();
            else ReadUnquoted();
            return true;
        }
    }

    private void SkipSemicolons()
    {
        SkipBlanksAndComments();
        while (_rest.StartsWith((byte)';'))
        {
            _rest = _rest[1..];
            SkipBlanksAndComments();
        }
    }

    /// <summary>Cuts "(comment)" from behind the name, then "*0*".</summary>
    private void ReadName(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'(') is >= 0 and var comment)
        {
            Oddity |= ParameterOddity.Name;
            name = name[..comment].TrimEnd(" \t"u8);
        }
        Section = -1;
        IsExtended = name.EndsWith((byte)'*');
        if (IsExtended) name = name[..^1];
        var star = name.IndexOf((byte)'*');
        if (star >= 0)
        {
            Section = Number(name[(star + 1)..]);
            name = name[..star];
        }
        Name = name;
    }

    /// <summary>int.MaxValue for what is no number, so that it is never a section that fits.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit) || number > 100_000) return int.MaxValue;
            number = (number * 10) + digit - '0';
        }
        return digits.IsEmpty ? int.MaxValue : number;
    }

    private void ReadQuoted()
    {
        var at = 1;
        while (true)
        {
            var step = at < _rest.Length ? _rest[at..].IndexOfAny((byte)'"', (byte)'\\') : -1;
            if (step < 0)
            {
                Oddity |= ParameterOddity.Unterminated;
                Text = _rest[1..];
                _rest = default;
                return;
            }
            at += step;
            if (_rest[at] == '"') break;
            at += 2;
        }
        Text = _rest[1..at];
        _rest = _rest[(at + 1)..];
        SkipBlanksAndComments();
        if (!TakeTo((byte)';').IsEmpty) Oddity |= ParameterOddity.Trailing;
    }

    private void ReadUnquoted()
    {
        Text = TakeTo((byte)';');
        if (IsCommented(Text, out var comment)) Text = Text[..comment].TrimEnd(" \t"u8);
        if (Text.IndexOfAny((byte)' ', (byte)'\t') >= 0) Oddity |= ParameterOddity.Blank;
        if (Text.IndexOfAny("()\"\\,"u8) >= 0) Oddity |= ParameterOddity.Special;
    }

    /// <summary>"b1 (Plain text)": a value, a blank and one comment that says nothing more, as in RFC 2045 5.1. Who takes all for the value finds no such delimiter.</summary>
    private static bool IsCommented(ReadOnlySpan<byte> text, out int comment)
    {
        comment = text.IndexOf((byte)'(');
        return comment > 1 && text[comment - 1] is (byte)' ' or (byte)'\t'
            && text[^1] == ')'
            && text[..comment].TrimEnd(" \t"u8).IndexOfAny(" \t\"\\,"u8) < 0
            && text[(comment + 1)..^1].IndexOfAny("()\\=\""u8) < 0;
    }

    /// <summary>Whether there were comments.</summary>
    private bool SkipBlanksAndComments()
    {
        var hasComments = false;
        while (true)
        {
            if (!_rest.IsEmpty && _rest[0] is (byte)' ' or (byte)'\t') _rest = _rest.TrimStart(" \t"u8);
            if (!_rest.StartsWith((byte)'(') || !SkipComment()) return hasComments;
            hasComments = true;
        }
    }

    /// <summary>One comment with those inside it. One that does not end is no comment: everything behind it would be lost.</summary>
    private bool SkipComment()
    {
        if (_hasOpenComment) return false;

        var depth = 0;
        for (var at = 0; at < _rest.Length; at++)
        {
            switch (_rest[at])
            {
                case (byte)'\\': at++; break;
                case (byte)'(': depth++; break;
                case (byte)')' when --depth == 0:
                    HasTalkingComment |= _rest[..at].IndexOfAny(";=\""u8) >= 0;
                    _rest = _rest[(at + 1)..];
                    return true;
            }
        }
        _hasOpenComment = true;
        HasTalkingComment = true;
        return false;
    }

    private ReadOnlySpan<byte> TakeTo(byte end) => Take(_rest.IndexOf(end));

    private ReadOnlySpan<byte> TakeTo(byte end, byte otherEnd) => Take(_rest.IndexOfAny(end, otherEnd));

    /// <summary>Without the blanks around it.</summary>
    /// <param name="length">-1: all there is.</param>
    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = length < 0 ? _rest : _rest[..length];
        _rest = _rest[taken.Length..];
        return taken.Trim(" \t"u8);
    }
}
