namespace Connelink.MailGuard.Mime;

/// <summary>How a parameter leaves RFC 2045 5.1.</summary>
[Flags]
internal enum ParameterOddity : byte
{
    None = 0,

    /// <summary>Blanks inside a value without quotes.</summary>
    Blank = 1,

    /// <summary>Parentheses, quotes, backslashes or commas in a value without quotes.</summary>
    Special = 2,

    /// <summary>A quoted string that does not end.</summary>
    Unterminated = 4,

    /// <summary>Text behind the closing quote.</summary>
    Trailing = 8,

    /// <summary>A comment in or around the name.</summary>
    Name = 16,
}
