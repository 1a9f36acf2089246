using System.Buffers;

namespace Connelink.MailGuard.Mime;

/// <summary>Reads the body of an address field item by item, over the octets received (RFC 5322 3.4 and 4.4, RFC 6854, RFC 6532).</summary>
/// <remarks>
/// Takes everything: what no grammar allows is marked, not refused, so that it can be edited; who judges looks at the marks. Each octet is
/// looked at a bounded number of times whatever is left open, and nothing is allocated.
/// </remarks>
public ref struct MailboxListParser(ReadOnlySpan<byte> body)
{
    private static readonly SearchValues<byte> Specials = SearchValues.Create(" \t\r\n\"(,:;<@[\\"u8);
    private static readonly SearchValues<byte> AngleSpecials = SearchValues.Create(" \t\r\n\"(,:<>@[\\"u8);

    private readonly ReadOnlySpan<byte> _body = body;
    private int _at;
    private AddressEnclosures _enclosures = new(body);
    private bool _isInGroup;
    private OctetRange _groupEnd;
    private MailboxItemReading _item;

    public MailboxItem Current { get; private set; }

    public readonly MailboxListParser GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_groupEnd.IsEmpty)
        {
            if (_at >= _body.Length) return false;

            var separator = ReadItem();
            if (separator == ':') return StartGroup();
            if (separator == ';') EndGroup();
            if (_item.IsEmpty) continue;

            Current = _item.ToItem(_body);
            return true;
        }
        Current = new MailboxItem(MailboxItemKind.GroupEnd, _groupEnd, default, default, default);
        _groupEnd = default;
        return true;
    }

    private bool StartGroup()
    {
        if (_isInGroup) _item.Oddities |= MailboxOddities.StrayGroup;
        _isInGroup = true;
        _item.Word(_at - 1, _at);
        Current = _item.ToItem(_body) with { Kind = MailboxItemKind.GroupStart };
        return true;
    }

    private void EndGroup()
    {
        if (_isInGroup) _groupEnd = new OctetRange(_at - 1, _at);
        else if (!_item.IsEmpty) _item.Oddities |= MailboxOddities.StrayGroup;
        _isInGroup = false;
    }

    /// <summary>Reads up to a separator and past it; 0: the body has ended.</summary>
    private byte ReadItem()
    {
        _item = MailboxItemReading.Empty;
        while (_at < _body.Length)
        {
            switch (_body[_at])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n': _item.EndRun(_at++); break;
                case (byte)'"': QuotedString(); break;
                case (byte)'(': Comment(); break;
                case (byte)'<': Angle(); break;
                case (byte)'@': At(); break;
                case (byte)'\\': QuotedPair(); break;
                // Words before a comma are the first half of a phrase, unless they turn out to be all there is.
                case (byte)',' when _item.IsWordsOnly:
                    _item.Oddities |= MailboxOddities.UnquotedComma;
                    _item.EndRun(_at++);
                    break;
                case (byte)',' or (byte)':' or (byte)';':
                    _item.EndRun(_at);
                    return _body[_at++];
                default: Atoms(Specials); break;
            }
        }
        _item.EndRun(_at);
        return 0;
    }

    private void Atoms(SearchValues<byte> specials)
    {
        // The first octet is taken whatever it is: it may be an opening that has no end.
        var length = _body[(_at + 1)..].IndexOfAny(specials);
        var end = length < 0 ? _body.Length : _at + 1 + length;
        _item.Word(_at, end);
        _at = end;
    }

    private void QuotedString()
    {
        var end = _enclosures.EndOfQuotedString(_at);
        if (end < 0) _item.Oddities |= MailboxOddities.UnclosedQuote;
        Take(end);
    }

    private void Comment()
    {
        var end = _enclosures.EndOfComment(_at);
        if (end < 0)
        {
            _item.Oddities |= MailboxOddities.UnclosedComment;
            Take(end);
            return;
        }
        _item.EndRun(_at);
        _item.Comment(_at, end, hasAddress: _body[_at..end].Contains((byte)'@'));
        _at = end;
    }

    private void QuotedPair()
    {
        _item.Oddities |= MailboxOddities.Backslash;
        Take(Math.Min(_at + 2, _body.Length));
    }

    private void At()
    {
        _item.At(_at);
        _at++;
        if (_at < _body.Length && _body[_at] == '[') Take(_enclosures.EndOfLiteral(_at));
    }

    /// <summary>Takes octets as a word up to the end, or the one octet that begins what has no end.</summary>
    private void Take(int end)
    {
        var until = end < 0 ? _at + 1 : end;
        _item.Word(_at, until);
        _at = until;
    }

    /// <summary>RFC 5322 3.4: "&lt;", perhaps a route, addr-spec, "&gt;", with comments and white space between them.</summary>
    private void Angle()
    {
        _item.EndRun(_at);
        var angle = new MailboxAngleReading(_at++);
        while (_at < _body.Length && angle.IsOpen)
        {
            var octet = _body[_at];
            switch (octet)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n': _at++; break;
                case (byte)'>': angle.IsOpen = false; _at++; break;
                // Who forgets the bracket starts another address behind the comma; in a route it separates domains.
                case (byte)',' when !angle.IsInRoute: CloseOpen(angle); return;
                case (byte)':' when angle.IsInRoute: angle.EndRoute(_at++); break;
                case (byte)'(' when _enclosures.EndOfComment(_at) is > 0 and var end:
                    if (_body[_at..end].Contains((byte)'@')) _item.Oddities |= MailboxOddities.GapInAddress;
                    _at = end;
                    break;
                default:
                    var start = _at;
                    _at = EndOfAngleWord(octet);
                    angle.Word(start, _at, octet);
                    break;
            }
        }
        if (angle.IsOpen) CloseOpen(angle);
        else _item.Close(angle, _at, isClosed: true);
    }

    /// <summary>White space behind what has no bracket to end it is none of the item's, as behind every other.</summary>
    private void CloseOpen(in MailboxAngleReading angle) =>
        _item.Close(angle, Math.Max(angle.Address.End, _body[.._at].TrimEnd(" \t\r\n"u8).Length), isClosed: false); // a blank may be quoted by a backslash

    private int EndOfAngleWord(byte first)
    {
        switch (first)
        {
            case (byte)'"':
                var end = _enclosures.EndOfQuotedString(_at);
                if (end < 0) _item.Oddities |= MailboxOddities.UnclosedQuote;
                return end < 0 ? _at + 1 : end;
            case (byte)'[': return Math.Max(_enclosures.EndOfLiteral(_at), _at + 1);
            case (byte)'<': _item.Oddities |= MailboxOddities.SeveralAngles; return _at + 1;
            case (byte)'(': _item.Oddities |= MailboxOddities.UnclosedComment; return _at + 1;
            case (byte)'\\': _item.Oddities |= MailboxOddities.Backslash; return Math.Min(_at + 2, _body.Length);
            case (byte)'@' or (byte)':' or (byte)',': return _at + 1;
            default:
                var length = _body[_at..].IndexOfAny(AngleSpecials);
                return length < 0 ? _body.Length : _at + length;
        }
    }
}
