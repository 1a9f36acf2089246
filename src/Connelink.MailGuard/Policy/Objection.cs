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

/// <summary>What a rule has against a recipient or a message; <see cref="RefusalText"/> makes the reply of it.</summary>
/// <param name="Rule">The rule's name, as in the configuration: "declared-recipient".</param>
/// <param name="Finding">What was found and the limit, in each language.</param>
public sealed record Objection(string Rule, int Code, EnhancedStatus Status, Finding Finding, ObjectionScope Scope = ObjectionScope.Recipient)
{
    private static readonly Phrase NoDirectory = new(
        "the directory of addresses is not available, try again later",
        "l'annuaire des adresses n'est pas disponible, reessayez plus tard");

    /// <summary>The rule lets it pass whatever its mode and only wants it recorded.</summary>
    public bool RecordOnly { get; init; }

    /// <summary>Holds only if the message turns out to have no text/calendar part with a method: see <see cref="MailContext.Settle"/>.</summary>
    public bool UnlessCalendar { get; init; }

    /// <summary>What was found, in English: for records.</summary>
    public string Found => Finding.In(Language.English);

    /// <summary>In doubt 451: without a snapshot nobody can say what is declared, and the client will try again.</summary>
    public static Objection DirectoryUnavailable(string rule) => new(rule, 451, new(3, 0), new Finding(NoDirectory));
}
