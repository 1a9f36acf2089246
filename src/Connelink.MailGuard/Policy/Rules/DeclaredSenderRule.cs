using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses mail that leaves in the name of somebody who is not declared: by its reverse-path, and by its originator fields.</summary>
/// <remarks>
/// Reply 550 5.7.1. Mail that an administrator's redirect sends on keeps its stranger's names: it passes to the redirect's targets and to
/// nobody else, recipient by recipient. Applications bring patterns of their own.
/// </remarks>
/// <param name="originatorPhrase">Where that rule is enforced, phrases of hosted mailboxes leave, and what they say does not count.</param>
public sealed partial class DeclaredSenderRule(IEnumerable<string> hostNames, RuleOptions originatorPhrase) : IEnvelopeRule, IHeaderRule
{
    public const string RuleName = "declared-sender";

    private static readonly Phrase NotDeclared = new(
        "<{0}> is not a declared address and may not send from here",
        "<{0}> n'est pas une adresse declaree et ne peut pas envoyer d'ici");

    private readonly SystemMail _systemMail = new(hostNames);

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient)
    {
        if (mail.Direction == Direction.Inbound || mail.ReversePath.IsNull) return null;
        if (mail.Directory is not { } directory) return Objection.DirectoryUnavailable(Name);

        var sender = mail.ReversePath.Mailbox;
        if (directory.TryFind(sender.Key.Span, out var found) && found.Kind != EntryKind.External) return null;
        if (directory.IsApplicationReversePath(sender.Key.Span)) return null;
        if (directory.IsRedirectTarget(recipient.Mailbox.Key.Span)) return null;
        if (directory.MayRelay(sender.Key.Span, sender.Key.Span)) return null;
        return new Objection(Name, 550, new(7, 1), new Finding(NotDeclared, sender.ToString()));
    }
}
