using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses a recipient in a domain of ours that the directory does not declare.</summary>
/// <remarks>Reply 550 5.1.1. Postmaster is always accepted: RFC 5321 4.5.1.</remarks>
public sealed class DeclaredRecipientRule(DeclaredRecipientOptions options) : IEnvelopeRule
{
    public const string RuleName = "declared-recipient";

    private static readonly Phrase NotDeclared = new("<{0}> is not a declared address", "<{0}> n'est pas une adresse declaree");

    private static readonly Phrase LeftToNextHop = new(
        "<{0}> is not declared, accepted if the next hop takes it",
        "<{0}> n'est pas declaree, acceptee si le serveur suivant la prend");

    private readonly bool _asksNextHop = options.Unknown == UnknownRecipient.AskNextHop;

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient)
    {
        if (recipient.IsPostmaster) return null;
        if (mail.Directory is not { } directory) return Objection.DirectoryUnavailable(Name);
        if (!directory.TryGetTenant(recipient.Mailbox.Domain, out _)) return null;

        // An external person is known as a member of groups; there is no mailbox of ours behind the address.
        if (directory.TryFind(recipient.Mailbox.Key.Span, out var found) && found.Kind != EntryKind.External) return null;

        var phrase = _asksNextHop ? LeftToNextHop : NotDeclared;
        return new Objection(Name, 550, new(1, 1), new Finding(phrase, recipient.ToString())) { RecordOnly = _asksNextHop };
    }
}

/// <summary>What becomes of an address of a hosted domain that is not declared.</summary>
public enum UnknownRecipient : byte
{
    Refuse,

    /// <summary>Offered to the next hop, and recorded as accepted though undeclared.</summary>
    AskNextHop,
}

/// <summary>MailGuard:Rules:declared-recipient.</summary>
public sealed class DeclaredRecipientOptions : RuleOptions
{
    public UnknownRecipient Unknown { get; set; }
}
