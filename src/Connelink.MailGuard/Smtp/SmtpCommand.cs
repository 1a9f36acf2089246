namespace Connelink.MailGuard.Smtp;

/// <summary>One command line, taken apart: the verb and what follows it (RFC 5321 4.1.1). Points into the line.</summary>
public readonly ref struct SmtpCommand(SmtpVerb verb, ReadOnlySpan<byte> argument)
{
    public SmtpVerb Verb { get; } = verb;

    /// <summary>For MAIL and RCPT what follows the colon of FROM: and TO:; for others what follows the blank. No blanks at its ends.</summary>
    public ReadOnlySpan<byte> Argument { get; } = argument;
}
