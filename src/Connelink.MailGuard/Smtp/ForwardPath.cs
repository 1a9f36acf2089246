namespace Connelink.MailGuard.Smtp;

/// <summary>The argument of RCPT TO: a mailbox, or Postmaster without a domain (RFC 5321 4.1.1.3, 4.5.1).</summary>
/// <remarks>IsPostmaster is true for the bare word and for postmaster in any domain.</remarks>
public readonly record struct ForwardPath(Mailbox Mailbox, bool IsPostmaster)
{
    public override string ToString() => Mailbox.ToString();
}
