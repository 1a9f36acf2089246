using System.ComponentModel.DataAnnotations;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses a message with more recipients than the contract allows, by its envelope and by its To, Cc and Bcc.</summary>
/// <remarks>
/// Reply 550 5.5.3 for the transaction: the 452 of RFC 5321 4.5.3.1.10 would invite the client to send the rest in a second batch.
/// A group counts as one, a repeated forward-path not at all. What was offered counts, accepted or not, so that the answer does not depend
/// on when the next hop's replies arrive. The fields count outbound and in submission: there they tell of a mailing cut into batches.
/// </remarks>
public sealed class RecipientLimitRule(RecipientLimitOptions options) : IEnvelopeRule, IHeaderRule
{
    public const string RuleName = "recipient-limit";

    private static readonly Phrase TooMany = new("{0} recipients", "{0} destinataires");

    private static readonly Phrase TooManyNamed = new("{0} mailboxes named in To, Cc and Bcc", "{0} adresses dans To, Cc et Bcc");

    private readonly int _max = options.Max;

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient) =>
        mail.DistinctRecipients <= _max ? null : TooBig(new Finding(TooMany, mail.DistinctRecipients, _max));

    public Objection? Judge(MailContext mail, HeaderIndex header)
    {
        // Separators are counted first: nearly no message has so many that its mailboxes need to be.
        if (mail.Direction == Direction.Inbound || AtMost(header) <= _max) return null;

        var named = Distinct(header);
        return named <= _max ? null : TooBig(new Finding(TooManyNamed, named, _max));
    }

    private Objection TooBig(Finding finding) => new(Name, 550, new(5, 3), finding, ObjectionScope.Transaction);

    private static int AtMost(HeaderIndex header)
    {
        var sum = 0;
        foreach (ref readonly var field in header.Fields)
        {
            if (!IsDestination(field.Field)) continue;
            var body = header.BodyOf(field);
            sum += 1 + body.Count((byte)',') + body.Count((byte)';') + body.Count((byte)':');
        }
        return sum;
    }

    /// <summary>Mailboxes, each once. One that is no address of RFC 5321 counts as often as it stands there.</summary>
    private static int Distinct(HeaderIndex header)
    {
        var arena = new OctetArena();
        var mailboxes = new HashSet<Mailbox>();
        var others = 0;
        foreach (ref readonly var field in header.Fields)
        {
            if (!IsDestination(field.Field)) continue;
            var body = header.BodyOf(field);
            foreach (var item in new MailboxListParser(body))
            {
                if (item.Kind != MailboxItemKind.Mailbox) continue;
                if (PathParser.TryParseMailbox(item.Address.Of(body), arena, out var mailbox)) mailboxes.Add(mailbox);
                else others++;
            }
        }
        return mailboxes.Count + others;
    }

    private static bool IsDestination(KnownField field) => field is KnownField.To or KnownField.Cc or KnownField.Bcc;
}

/// <summary>MailGuard:Rules:recipient-limit.</summary>
public sealed class RecipientLimitOptions : RuleOptions
{
    /// <summary>Distinct recipients of one message; the contract says 500. RFC 5321 4.5.3.1.8 asks for at least 100.</summary>
    [Range(100, 10_000)]
    public int Max { get; set; } = 500;
}
