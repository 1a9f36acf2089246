namespace Connelink.MailGuard.Smtp;

/// <summary>The argument of MAIL FROM: a mailbox, or null (RFC 5321 4.1.1.2, 4.5.5).</summary>
public readonly record struct ReversePath(Mailbox Mailbox, bool IsNull)
{
    public static readonly ReversePath Null = new(default, IsNull: true);

    public override string ToString() => IsNull ? "" : Mailbox.ToString();
}
