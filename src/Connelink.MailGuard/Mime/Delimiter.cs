namespace Connelink.MailGuard.Mime;

/// <summary>A line held against the boundaries of all open multiparts (RFC 2046 5.1.1, 5.1.2).</summary>
/// <param name="Level">Place of its multipart among the open parts.</param>
internal readonly record struct Delimiter(DelimiterKind Kind, int Level, bool IsPadded);

/// <summary>What a line that begins with two hyphens is.</summary>
internal enum DelimiterKind : byte
{
    None,
    Delimiter,
    Close,

    /// <summary>It begins like a delimiter and goes on with more than white space.</summary>
    Junk,
}
