namespace Connelink.MailGuard.Mime;

/// <summary>What a part consists of.</summary>
public enum MimePartKind : byte
{
    /// <summary>Octets.</summary>
    Leaf,

    /// <summary>Parts between delimiters (RFC 2046 5.1).</summary>
    Multipart,

    /// <summary>message/rfc822, message/global or message/news: one part inside, the message (RFC 2046 5.2.1, RFC 6532, RFC 5537).</summary>
    Message,

    /// <summary>Text before the first delimiter that is more than white space.</summary>
    Preamble,

    /// <summary>Text behind the close delimiter that is more than white space.</summary>
    Epilogue,

    /// <summary>The rest of a header section from its first line that is no field: body for programs that end the header section there.</summary>
    HeaderRemainder,
}

/// <summary>How the message in which a part stands is known to be one. The worst of all messages around counts.</summary>
public enum MessageOrigin : byte
{
    /// <summary>The message itself, or announced by a media type.</summary>
    Declared,

    /// <summary>A leaf named .eml or the like, which programs open as a message.</summary>
    Named,

    /// <summary>A leaf, preamble or epilogue that begins like a message. Few programs read it so; prose and quoted sources look so, too.</summary>
    LookAlike,
}

/// <summary>Content-Disposition (RFC 2183).</summary>
public enum MimeDisposition : byte
{
    None,
    Inline,
    Attachment,

    /// <summary>Any other token: to be treated as attachment (RFC 2183 2.8).</summary>
    Other,
}

/// <summary>What a reading undoes (RFC 2045 6).</summary>
public enum TransferEncoding : byte
{
    /// <summary>7bit, 8bit, binary, and whatever is unknown.</summary>
    Identity,
    QuotedPrintable,
    Base64,
}

/// <summary>Parameters that are kept of Content-Type; file names are kept apart.</summary>
public enum MimeParameter : byte
{
    Charset,
    Boundary,

    /// <summary>enveloped-data, signed-data ... of application/pkcs7-mime (RFC 8551 3.2.2).</summary>
    SmimeType,

    /// <summary>Of multipart/signed and multipart/encrypted (RFC 1847).</summary>
    Protocol,

    /// <summary>Of multipart/report (RFC 6522).</summary>
    ReportType,

    /// <summary>Of text/calendar (RFC 5545 8.1).</summary>
    Method,

    /// <summary>Of multipart/related (RFC 2387).</summary>
    Type,
}
