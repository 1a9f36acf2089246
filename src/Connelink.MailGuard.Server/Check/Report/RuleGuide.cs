using Connelink.MailGuard.Policy.Rules;

namespace Connelink.MailGuard.Server.Check.Report;

/// <summary>What a rule means and how what it refuses is mended, a sentence each, for people who never saw the program.</summary>
internal sealed record RuleGuide(string Rule, string Means, string Mend)
{
    private const string Nothing = "Nothing to mend: the message passes.";

    private static readonly RuleGuide[] All =
    [
        new(RelayDeniedRule.RuleName,
            "The recipient's domain is not hosted here.",
            "If it should be, add the domain to the directory; otherwise the sender used a wrong address."),
        new(SuspendedTenantRule.RuleName,
            "The customer is suspended, so its mail waits with the sender.",
            "Resume the customer; the sender's server tries again by itself."),
        new(RecipientLimitRule.RuleName,
            "The message has more recipients than one message may have.",
            "Send it to a group, which counts as one recipient, or in several messages."),
        new(DeclaredSenderRule.RuleName,
            "The sender's address is not declared, or it is not clear who wrote the message.",
            "Declare the address, or let the program that sent it use a declared one; the message needs exactly one clear From."),
        new(DeclaredRecipientRule.RuleName,
            "The recipient's address is not declared.",
            "Declare it if somebody should have it; otherwise the sender used a wrong or old address."),
        new(InternalGroupRule.RuleName,
            "The group has members outside, so only its own organisation may write to it.",
            "Write to the members, or let somebody inside write to the group."),
        new(AutoForwardRule.RuleName,
            "A mailbox rule, an agent or a program forwarded the message to another person by itself.",
            "Remove the rule in the mailbox, or have the administrator declare a redirected address."),
        new(MailLoopRule.RuleName,
            "The message goes round in circles.",
            "Find the two redirections or rules that send mail to each other; the Received fields name the servers."),
        new(OriginatorPhraseRule.RuleName, "Names and comments beside our own addresses are taken out; the address stays.", Nothing),
        new(LeakingFieldsRule.RuleName, "Header fields that tell outsiders about servers or hidden recipients are taken out.", Nothing),
        new(MimeIntegrityRule.RuleName,
            "The message is built in a way that programs read differently, so it may hide something.",
            "Have the program that made it mended, or send the content from an ordinary mail program."),
        new(AttachmentSizeRule.RuleName,
            "The attachments are larger, all together, than a message may carry.",
            "Send a link to the file, or several messages."),
        new(EncryptedArchiveRule.RuleName,
            "An archive is encrypted, damaged or packed too deep, so nobody can look into it.",
            "Send it without a password, or by the agreed way for confidential files."),
        new(EssentialPlanRule.RuleName,
            "The message is encrypted or signed, which the mailbox's plan does not include.",
            "Send it without encryption or signature, or change the plan."),
        new("framing",
            "The message has line ends or characters that make servers disagree where it ends.",
            "Have the program that made it mended: lines end with CRLF, and there is no NUL."),
        new("SIZE", "The message is larger than the server takes.", "Send a link to the file, or several messages."),
        new("header", "The header section is too long, or it starts in the middle of a field.", "Have the program that made it mended."),
        new("program", "The program stumbled over the message; it would be asked to come again later.", "Please report it with what standard error says."),
    ];

    /// <summary>Its page in the documentation; empty for what is no rule of the policy.</summary>
    public string Page => Rule.Contains('-', StringComparison.Ordinal) ? $"docs/rules/{Rule}.md" : "";

    public static RuleGuide Of(string rule) => Array.Find(All, guide => guide.Rule == rule) ?? new RuleGuide(rule, "", "");
}
