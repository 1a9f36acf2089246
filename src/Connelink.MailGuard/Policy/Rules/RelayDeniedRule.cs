using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>The guard against being an open relay: inbound mail goes to hosted domains and nowhere else.</summary>
/// <remarks>Reply 550 5.7.1. The bare Postmaster passes (RFC 5321 4.5.1); an address literal is nobody's hosted domain.</remarks>
public sealed class RelayDeniedRule : IEnvelopeRule
{
    public const string RuleName = "relay-denied";

    private static readonly Phrase NotHosted = new("<{0}> is not in a domain hosted here", "<{0}> n'est pas dans un domaine heberge ici");

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient)
    {
        if (mail.Direction != Direction.Inbound) return null;

        var domain = recipient.Mailbox.Domain;
        if (recipient.IsPostmaster && domain.IsEmpty) return null;
        if (mail.Directory is not { } directory) return Objection.DirectoryUnavailable(Name);

        if (!domain.StartsWith((byte)'[') && directory.TryGetTenant(domain, out _)) return null;
        return new Objection(Name, 550, new(7, 1), new Finding(NotHosted, recipient.ToString()));
    }
}
