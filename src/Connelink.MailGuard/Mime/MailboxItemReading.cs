namespace Connelink.MailGuard.Mime;

/// <summary>What is known of the item that <see cref="MailboxListParser"/> is reading.</summary>
internal struct MailboxItemReading
{
    public static readonly MailboxItemReading Empty = new() { _start = -1, _run = -1 };

    public MailboxOddities Oddities;
    private OctetRange _angle;
    private OctetRange _address;
    private OctetRange _bare;
    private int _start;
    private int _end;
    private int _run;
    private int _runs;
    private bool _isAddress;

    public readonly bool IsEmpty => _start < 0;

    /// <summary>Words so far, and nothing that could be an address.</summary>
    public readonly bool IsWordsOnly => HasWords && !_isAddress && _bare.IsEmpty && _angle.IsEmpty;

    private readonly bool HasWords => _runs > 0 || _run >= 0;

    public void Word(int start, int end)
    {
        Extend(start, end);
        if (_run < 0) _run = start;
    }

    public void At(int at)
    {
        Word(at, at + 1);
        _isAddress = true;
    }

    public void Comment(int start, int end, bool hasAddress)
    {
        Extend(start, end);
        if (hasAddress) Oddities |= MailboxOddities.AddressInComment;
    }

    /// <summary>White space, a comment or a separator ends what was written in one piece.</summary>
    public void EndRun(int at)
    {
        if (_run < 0) return;
        if (!_angle.IsEmpty) Oddities |= MailboxOddities.StrayText;
        if (_isAddress)
        {
            if (!_bare.IsEmpty) Oddities |= MailboxOddities.StrayText;
            _bare = new OctetRange(_run, at);
        }
        _runs++;
        _run = -1;
        _isAddress = false;
    }

    /// <summary>The angle address has ended, or ended without its bracket. Of several the last one counts.</summary>
    public void Close(in MailboxAngleReading angle, int end, bool isClosed)
    {
        if (!_angle.IsEmpty) Oddities |= MailboxOddities.SeveralAngles;
        if (!isClosed) Oddities |= MailboxOddities.UnclosedAngle;
        Extend(angle.Start, end);
        Oddities |= angle.Oddities;
        _angle = new OctetRange(angle.Start, end);
        _address = angle.Address;
    }

    public readonly MailboxItem ToItem(ReadOnlySpan<byte> body)
    {
        var whole = new OctetRange(_start, _end);
        if (_angle.IsEmpty && _bare.IsEmpty)
        {
            return new MailboxItem(HasWords ? MailboxItemKind.Words : MailboxItemKind.Comment, whole, default, default, Oddities);
        }

        var oddities = Oddities;
        if (!_bare.IsEmpty && !_angle.IsEmpty) oddities |= MailboxOddities.AddressOutside;
        if (_angle.IsEmpty && _runs > 1) oddities |= MailboxOddities.StrayText;
        var address = _angle.IsEmpty ? _bare : _address;
        var text = address.Of(body);
        if (text.IndexOf("=?"u8) >= 0) oddities |= MailboxOddities.EncodedWordInAddress;
        if (text.Contains((byte)'\\')) oddities |= MailboxOddities.Backslash;
        return new MailboxItem(MailboxItemKind.Mailbox, whole, _angle, address, oddities);
    }

    private void Extend(int start, int end)
    {
        if (_start < 0) _start = start;
        _end = end;
    }
}

/// <summary>What is known of the angle address that is being read.</summary>
internal struct MailboxAngleReading(int start)
{
    public readonly int Start = start;
    public bool IsOpen = true;
    public MailboxOddities Oddities;
    private int _first = -1;
    private int _last;

    public bool IsInRoute { get; private set; }

    public readonly OctetRange Address => _first < 0 ? new OctetRange(Start + 1, Start + 1) : new OctetRange(_first, _last);

    public void Word(int start, int end, byte octet)
    {
        if (_first < 0)
        {
            _first = start;
            IsInRoute = octet == '@' && (Oddities & MailboxOddities.Route) == 0;
        }
        else if (start > _last && !IsInRoute)
        {
            Oddities |= MailboxOddities.GapInAddress;
        }
        _last = end;
    }

    /// <summary>The colon behind "@relay.example": what follows is the addr-spec.</summary>
    public void EndRoute(int at)
    {
        (_first, _last) = (-1, at);
        IsInRoute = false;
        Oddities |= MailboxOddities.Route;
    }
}
