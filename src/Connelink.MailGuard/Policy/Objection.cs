using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>How far an objection at RCPT reaches.</summary>
public enum ObjectionScope : byte
{
    /// <summary>This recipient; the transaction goes on.</summary>
    Recipient,

    /// <summary>All that follows in this transaction, DATA included: nobody gets the message.</summary>
    Transaction,
}

/// <summary>What a rule has against a recipient or a message: the start of the reply that the client will read.</summary>
/// <param name="Rule">The rule's name, as in the configuration: "declared-recipient".</param>
/// <param name="Found">What was found and the limit, for people: "501 recipients (limit 500)". The session adds rule and id.</param>
public sealed record Objection(string Rule, int Code, EnhancedStatus Status, string Found, ObjectionScope Scope = ObjectionScope.Recipient);
