namespace Connelink.MailGuard.Smtp;

/// <summary>Reads the parameters behind a path (RFC 5321 4.1.1.11, RFC 1870, 3461, 6152, 6531).</summary>
public static class EsmtpParameters
{
    /// <summary>Null: good. Otherwise the reply: 555 5.5.4 for a parameter we did not offer, 501 5.5.4 for a malformed or repeated one.</summary>
    /// <param name="offered">What EHLO announced; after HELO none, and then every parameter is unknown.</param>
    public static Reply? ReadMail(ReadOnlySpan<byte> rest, SmtpExtensions offered, OctetArena arena, out MailParameters parameters) =>
        throw new NotImplementedException();

    public static Reply? ReadRcpt(ReadOnlySpan<byte> rest, SmtpExtensions offered, OctetArena arena, out RcptParameters parameters) =>
        throw new NotImplementedException();
}
