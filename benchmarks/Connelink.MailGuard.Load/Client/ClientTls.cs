namespace Connelink.MailGuard.Load.Client;

/// <summary>How a connection is protected.</summary>
internal enum ClientTls
{
    None,

    /// <summary>STARTTLS after EHLO (RFC 3207).</summary>
    StartTls,

    /// <summary>From the first octet (RFC 8314 3): the only way for a proxy that does not speak SMTP.</summary>
    Implicit,
}
