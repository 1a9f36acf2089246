namespace Connelink.MailGuard.Smtp;

/// <summary>The command verbs that the server knows (RFC 5321 4.1.1, RFC 3207, RFC 4954).</summary>
public enum SmtpVerb : byte
{
    Unknown,
    Ehlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    Rset,
    Noop,
    Quit,
    Vrfy,
    Expn,
    Help,
    StartTls,
    Auth,

    /// <summary>GET, POST, CONNECT and their like: somebody speaks HTTP to us (cross-protocol attack); the session closes.</summary>
    Http,
}
