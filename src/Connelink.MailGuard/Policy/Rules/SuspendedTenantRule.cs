using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>The guard for tenants that are suspended: their mail waits with the client until they are resumed.</summary>
/// <remarks>
/// Reply 450 4.2.1 for a recipient of theirs (RFC 3463 X.2.1: disabled, not accepting messages), 450 4.7.1 for a sender of theirs, whose
/// mail then goes to nobody. The bare Postmaster passes (RFC 5321 4.5.1).
/// </remarks>
public sealed class SuspendedTenantRule : IEnvelopeRule
{
    public const string RuleName = "suspended-tenant";

    private static readonly Phrase NoRecipient = new(
        "mail for <{0}> is suspended for now, try again later",
        "le courrier pour <{0}> est suspendu pour l'instant, reessayez plus tard");

    private static readonly Phrase NoSender = new(
        "mail from <{0}> is suspended for now, try again later",
        "le courrier de <{0}> est suspendu pour l'instant, reessayez plus tard");

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient)
    {
        // Without a snapshot the rules that follow say so.
        if (mail.Directory is not { } directory) return null;
        if (mail.Direction != Direction.Inbound && !mail.ReversePath.IsNull && directory.IsSuspended(mail.ReversePath.Mailbox.Domain))
        {
            return new Objection(Name, 450, new(7, 1), new Finding(NoSender, mail.ReversePath.Mailbox.ToString()), ObjectionScope.Transaction);
        }
        if (!directory.IsSuspended(recipient.Mailbox.Domain)) return null;
        return new Objection(Name, 450, new(2, 1), new Finding(NoRecipient, recipient.ToString()));
    }
}
