namespace Connelink.MailGuard.Mime;

/// <summary>How quoted-printable is read where it leaves RFC 2045 6.7.</summary>
internal enum QuotedPrintableReading : byte
{
    /// <summary>A stray "=" stays, blanks at the end of a line go: RFC 2045 6.7 and most programs.</summary>
    Lenient,

    /// <summary>A stray "=" goes, blanks at the end of a line stay.</summary>
    Dropping,
}
