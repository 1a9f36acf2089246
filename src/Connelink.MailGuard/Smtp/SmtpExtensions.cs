namespace Connelink.MailGuard.Smtp;

/// <summary>EHLO keywords that matter to the relay (RFC 5321 2.2, 1870, 2920, 3207, 3461, 4954, 6152, 6531).</summary>
[Flags]
public enum SmtpExtensions
{
    None = 0,
    Pipelining = 1,
    Size = 2,
    EightBitMime = 4,
    SmtpUtf8 = 8,
    Dsn = 16,
    EnhancedStatusCodes = 32,
    StartTls = 64,
    Auth = 128,
}
