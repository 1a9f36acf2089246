using System.ComponentModel.DataAnnotations;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses a message with more recipients than the contract allows; a group counts as one, a repeat not at all.</summary>
/// <remarks>
/// Reply 550 5.5.3 for the transaction: the 452 of RFC 5321 4.5.3.1.10 would invite the client to send the rest in a second batch.
/// What was offered counts, accepted or not, so that the answer does not depend on when the next hop's replies arrive.
/// </remarks>
public sealed class RecipientLimitRule(RecipientLimitOptions options) : IEnvelopeRule
{
    public const string RuleName = "recipient-limit";

    private static readonly Phrase TooMany = new("{0} recipients", "{0} destinataires");

    private readonly int _max = options.Max;

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient)
    {
        if (mail.DistinctRecipients <= _max) return null;
        return new Objection(Name, 550, new(5, 3), new Finding(TooMany, mail.DistinctRecipients, _max), ObjectionScope.Transaction);
    }
}

/// <summary>MailGuard:Rules:recipient-limit.</summary>
public sealed class RecipientLimitOptions : RuleOptions
{
    /// <summary>Distinct recipients of one message; the contract says 500. RFC 5321 4.5.3.1.8 asks for at least 100.</summary>
    [Range(100, 10_000)]
    public int Max { get; set; } = 500;
}
