namespace Connelink.MailGuard.Mime;

/// <summary>Octets of a field body, from Start up to but not including End.</summary>
public readonly record struct OctetRange(int Start, int End)
{
    public int Length => End - Start;

    public bool IsEmpty => End == Start;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> octets) => octets[Start..End];
}

/// <summary>What stands between two separators of an address list.</summary>
public enum MailboxItemKind : byte
{
    Mailbox,

    /// <summary>Words without an address, as in "Jean Dupont, jean@client.example".</summary>
    Words,

    /// <summary>Comments and nothing else.</summary>
    Comment,

    /// <summary>"Team:" (RFC 6854); <see cref="MailboxItem.Whole"/> has the colon.</summary>
    GroupStart,

    /// <summary>";".</summary>
    GroupEnd,
}

/// <summary>What programs read in different ways.</summary>
[Flags]
public enum MailboxOddities : ushort
{
    None = 0,

    /// <summary>Dupont, Jean &lt;jean@client.example&gt;: the comma separates nothing.</summary>
    UnquotedComma = 1 << 0,

    /// <summary>An "@" beside the angle address, neither quoted nor in a comment.</summary>
    AddressOutside = 1 << 1,
    AddressInComment = 1 << 2,
    SeveralAngles = 1 << 3,

    /// <summary>Words behind the angle address, or around one without angle brackets.</summary>
    StrayText = 1 << 4,

    /// <summary>&lt;@relay.example:jean@client.example&gt; (RFC 5322 4.4).</summary>
    Route = 1 << 5,

    /// <summary>RFC 2047 5 (3) forbids an encoded-word there; some programs decode it all the same.</summary>
    EncodedWordInAddress = 1 << 6,

    /// <summary>White space or a comment within the address.</summary>
    GapInAddress = 1 << 7,

    /// <summary>A backslash, in the address or where none is due.</summary>
    Backslash = 1 << 8,
    UnclosedQuote = 1 << 9,
    UnclosedComment = 1 << 10,
    UnclosedAngle = 1 << 11,

    /// <summary>A group within a group, or a semicolon without one.</summary>
    StrayGroup = 1 << 12,
}

/// <summary>One item of an address list, by the octets that it takes (RFC 5322 3.4, 4.4, RFC 6854).</summary>
/// <param name="Whole">From the first to the last octet that is no white space, phrase and comments included.</param>
/// <param name="Angle">With its brackets; empty where there is none.</param>
/// <param name="Address">The addr-spec without white space, comments and route around it.</param>
public readonly record struct MailboxItem(MailboxItemKind Kind, OctetRange Whole, OctetRange Angle, OctetRange Address, MailboxOddities Oddities)
{
    /// <summary>What stays when phrase and comments go.</summary>
    public OctetRange Bare => Angle.IsEmpty ? Address : Angle;

    public bool Has(MailboxOddities oddities) => (Oddities & oddities) != 0;
}
