namespace Connelink.MailGuard.Mime;

/// <summary>Where quoted strings, comments and literals of an address field end.</summary>
/// <remarks>What has no end in the rest is not searched for again: that keeps the time linear, whatever is left open.</remarks>
internal ref struct AddressEnclosures(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private Kinds _unclosed;

    [Flags]
    private enum Kinds : byte
    {
        Quote = 1,
        Comment = 2,
        Literal = 4,
    }

    /// <summary>Behind the quote that closes; -1: none does.</summary>
    /// <param name="start">Of the quote that opens.</param>
    public int EndOfQuotedString(int start)
    {
        if ((_unclosed & Kinds.Quote) != 0) return -1;
        for (var at = start + 1; at < _body.Length; at++)
        {
            var length = _body[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0) break;
            at += length;
            if (_body[at] == '"') return at + 1;
            at++;
        }
        _unclosed |= Kinds.Quote;
        return -1;
    }

    /// <summary>Behind the parenthesis that closes, comments within it included (RFC 5322 3.2.2); -1: none does.</summary>
    public int EndOfComment(int start)
    {
        if ((_unclosed & Kinds.Comment) != 0) return -1;
        var depth = 1;
        for (var at = start + 1; at < _body.Length; at++)
        {
            var length = _body[at..].IndexOfAny("()\\"u8);
            if (length < 0) break;
            at += length;
            if (_body[at] == '\\') at++;
            else if (_body[at] == '(') depth++;
            else if (--depth == 0) return at + 1;
        }
        _unclosed |= Kinds.Comment;
        return -1;
    }

    /// <summary>Behind the bracket that closes (RFC 5322 3.4.1); -1: none does.</summary>
    public int EndOfLiteral(int start)
    {
        if ((_unclosed & Kinds.Literal) != 0) return -1;
        var length = _body[start..].IndexOf((byte)']');
        if (length < 0) _unclosed |= Kinds.Literal;
        return length < 0 ? -1 : start + length + 1;
    }
}
