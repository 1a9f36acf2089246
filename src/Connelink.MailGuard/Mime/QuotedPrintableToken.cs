namespace Connelink.MailGuard.Mime;

internal enum QuotedPrintableKind : byte
{
    /// <summary>The octets end before it can be told.</summary>
    Open,

    /// <summary>"=" and two hexadecimal digits.</summary>
    Octet,

    /// <summary>"=" at a line end.</summary>
    SoftBreak,

    /// <summary>"=" with blanks behind it at a line end: a soft break that was padded on its way, or a stray "=".</summary>
    PaddedBreak,

    /// <summary>Blanks at a line end.</summary>
    LineEnd,

    /// <summary>"=" that begins nothing, with what was held to find that out.</summary>
    Stray,

    /// <summary>Blanks that no line end follows: content.</summary>
    Blanks,
}

/// <summary>What begins with "=" or a blank in quoted-printable (RFC 2045 6.7), and is told only by an octet behind it.</summary>
/// <param name="Length">Octets before the one that tells.</param>
/// <param name="IsTooLong">Blanks that go on for more than a line.</param>
internal readonly record struct QuotedPrintableToken(QuotedPrintableKind Kind, int Length, bool IsTooLong = false)
{
    /// <summary>Of the longest token, without the one that tells: "=", blanks, and a CR.</summary>
    public const int MaxOctets = 1 + MaxBlanks + 1;

    /// <summary>RFC 2045 6.7 (5): no line is longer, so that more blanks than this are content.</summary>
    private const int MaxBlanks = 76;

    /// <summary>The octet that tells belongs to it.</summary>
    public bool HasNext => Kind is QuotedPrintableKind.Octet or QuotedPrintableKind.SoftBreak or QuotedPrintableKind.PaddedBreak or QuotedPrintableKind.LineEnd;

    /// <summary>How readings of it part.</summary>
    public Parting Parting => Kind switch
    {
        QuotedPrintableKind.Stray => Parting.Escape,
        QuotedPrintableKind.PaddedBreak or QuotedPrintableKind.LineEnd => Parting.Blank,
        _ => Parting.None,
    };

    /// <param name="octets">From an "=" or a blank.</param>
    public static QuotedPrintableToken Of(ReadOnlySpan<byte> octets)
    {
        var isEscape = octets[0] == '=';
        if (isEscape && octets.Length > 1 && Hex.Digit(octets[1]) < 16)
        {
            if (octets.Length == 2) return default;
            return new(Hex.Digit(octets[2]) < 16 ? QuotedPrintableKind.Octet : QuotedPrintableKind.Stray, 2);
        }

        var start = isEscape ? 1 : 0;
        var end = start;
        while (end < octets.Length && end - start < MaxBlanks && IsBlank(octets[end])) end++;
        var isPadded = end > start;
        if (end < octets.Length && octets[end] == '\r') end++;
        if (end == octets.Length) return default;

        if (octets[end] == '\n')
        {
            return new(!isEscape ? QuotedPrintableKind.LineEnd : isPadded ? QuotedPrintableKind.PaddedBreak : QuotedPrintableKind.SoftBreak, end);
        }
        return new(isEscape ? QuotedPrintableKind.Stray : QuotedPrintableKind.Blanks, end, IsTooLong: IsBlank(octets[end]) && IsBlank(octets[end - 1]));
    }

    /// <summary>Octets at the end that are blanks, perhaps with a CR behind them; 0 where there are none, or more than a line of them.</summary>
    public static int TrailingBlanks(ReadOnlySpan<byte> octets)
    {
        var end = octets.EndsWith((byte)'\r') ? octets.Length - 1 : octets.Length;
        var start = end;
        while (start > 0 && end - start <= MaxBlanks && IsBlank(octets[start - 1])) start--;
        return start == end || end - start > MaxBlanks ? 0 : octets.Length - start;
    }

    public static bool IsBlank(byte octet) => octet is (byte)' ' or (byte)'\t';
}
