namespace Connelink.MailGuard.Smtp;

/// <summary>Takes a command line apart (RFC 5321 4.1.1): verb, blank, argument.</summary>
public static class CommandParser
{
    /// <param name="line">The line without its CRLF.</param>
    public static SmtpCommand Parse(ReadOnlySpan<byte> line) => throw new NotImplementedException();
}
