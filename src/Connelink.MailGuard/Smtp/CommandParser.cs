using System.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>Takes a command line apart (RFC 5321 4.1.1): verb, blank, argument.</summary>
/// <remarks>Any octets are taken: what is no command of ours is <see cref="SmtpVerb.Unknown"/>.</remarks>
public static class CommandParser
{
    /// <param name="line">The line without its CRLF.</param>
    public static SmtpCommand Parse(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? line : line[..end];
        var argument = end < 0 ? default : Trim(line[end..]);

        var verb = Recognise(word);
        return verb switch
        {
            SmtpVerb.Mail => new SmtpCommand(verb, AfterColon(argument, "FROM"u8)),
            SmtpVerb.Rcpt => new SmtpCommand(verb, AfterColon(argument, "TO"u8)),
            SmtpVerb.Unknown when IsHttp(word) => new SmtpCommand(SmtpVerb.Http, argument),
            _ => new SmtpCommand(verb, argument),
        };
    }

    /// <summary>What follows "FROM:" or "TO:". RFC 5321 3.3 forbids blanks around the colon; they are sent, and mean one thing.</summary>
    /// <returns>Empty, which is no path, when the keyword or the colon is missing.</returns>
    private static ReadOnlySpan<byte> AfterColon(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> keyword)
    {
        if (argument.Length < keyword.Length || !Ascii.EqualsIgnoreCase(argument[..keyword.Length], keyword)) return default;
        var rest = Trim(argument[keyword.Length..]);
        return rest.StartsWith((byte)':') ? Trim(rest[1..]) : default;
    }

    private static SmtpVerb Recognise(ReadOnlySpan<byte> word) => word.Length switch
    {
        4 => RecogniseFour(word),
        8 when Is(word, "STARTTLS"u8) => SmtpVerb.StartTls,
        _ => SmtpVerb.Unknown,
    };

    private static SmtpVerb RecogniseFour(ReadOnlySpan<byte> word)
    {
        // In the order in which they are frequent.
        if (Is(word, "RCPT"u8)) return SmtpVerb.Rcpt;
        if (Is(word, "MAIL"u8)) return SmtpVerb.Mail;
        if (Is(word, "DATA"u8)) return SmtpVerb.Data;
        if (Is(word, "EHLO"u8)) return SmtpVerb.Ehlo;
        if (Is(word, "QUIT"u8)) return SmtpVerb.Quit;
        if (Is(word, "RSET"u8)) return SmtpVerb.Rset;
        if (Is(word, "HELO"u8)) return SmtpVerb.Helo;
        if (Is(word, "NOOP"u8)) return SmtpVerb.Noop;
        if (Is(word, "AUTH"u8)) return SmtpVerb.Auth;
        if (Is(word, "VRFY"u8)) return SmtpVerb.Vrfy;
        if (Is(word, "EXPN"u8)) return SmtpVerb.Expn;
        if (Is(word, "HELP"u8)) return SmtpVerb.Help;
        return SmtpVerb.Unknown;
    }

    /// <summary>The methods of RFC 9110 9.3 and RFC 5789, the preface of HTTP/2 (RFC 9113 3.4), and the field that each request has.</summary>
    private static bool IsHttp(ReadOnlySpan<byte> word) => word.Length switch
    {
        3 => Is(word, "GET"u8) || Is(word, "PUT"u8) || Is(word, "PRI"u8),
        4 => Is(word, "POST"u8) || Is(word, "HEAD"u8),
        5 => Is(word, "PATCH"u8) || Is(word, "TRACE"u8) || Is(word, "HOST:"u8),
        6 => Is(word, "DELETE"u8) || Is(word[..5], "HOST:"u8),
        7 => Is(word, "OPTIONS"u8) || Is(word, "CONNECT"u8) || Is(word[..5], "HOST:"u8),
        > 7 => Is(word[..5], "HOST:"u8),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> verb) => Ascii.EqualsIgnoreCase(word, verb);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> octets) => octets.Trim(" \t"u8);
}
