namespace Connelink.MailGuard.Smtp;

/// <summary>Where in a line of mail data the next octet stands. What is at a line start decides about end-of-data (RFC 5321 4.5.2).</summary>
internal enum LinePlace : byte
{
    /// <summary>After CRLF, or at the start of the message.</summary>
    LineStart,
    InLine,
    AfterCr,

    /// <summary>After "." at a line start.</summary>
    AfterDot,

    /// <summary>After ".\r" at a line start.</summary>
    AfterDotCr,

    /// <summary>After a bare LF that was made a CRLF; only a listener that normalises gets here.</summary>
    AfterBareLf,

    /// <summary>Nothing more may be read.</summary>
    Ended,
}
