using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses encrypted and signed mail from a mailbox of the essential plan, and by option to one.</summary>
/// <remarks>
/// Reply 550 5.7.1. Encryption counts at any depth, a signature only of the message itself: what was forwarded as an attachment was signed by somebody
/// else. A file that is signed (invoice.xml.p7m) is no signed message. What could not be inspected to its end counts as encrypted: nobody knows better.
/// </remarks>
public sealed class EssentialPlanRule(EssentialPlanOptions options) : IHeaderRule, IContentRule
{
    public const string RuleName = "essential-plan";

    private static readonly Words Encrypted = Words.Of("the message is encrypted", "le message est chiffre");

    private static readonly Words Signed = Words.Of("the message is signed", "le message est signe");

    /// <summary>What was not seen may be either.</summary>
    private static readonly Words Unseen = Words.Of(
        "the message cannot be inspected to its end and may be encrypted", "le message ne peut etre examine jusqu'au bout et peut etre chiffre");

    private readonly EssentialRecipients _recipients = options.Recipients;

    public string Name => RuleName;

    /// <summary>Remembers whether an originator is of the plan; judges nothing.</summary>
    public Objection? Judge(MailContext mail, HeaderIndex header)
    {
        if (mail is not { Direction: not Direction.Inbound, Directory: { } directory }) return null;
        foreach (ref readonly var originator in header.From.Mailboxes)
        {
            mail.HasEssentialOriginator |= IsPerson(directory, originator.Mailbox.Key.Span);
        }
        return null;
    }

    public Objection? Judge(MailContext mail, MessageFacts facts)
    {
        var words = WordsFor(facts);
        if (words is null) return null;
        if (mail.Directory is not { } directory) return Objection.DirectoryUnavailable(Name);

        if (!mail.ReversePath.IsNull && IsPerson(directory, mail.ReversePath.Mailbox.Key.Span)) return Refuse(words.BySender, mail.ReversePath.ToString());
        if (mail.HasEssentialOriginator) return Refuse(words.ByOriginator, "From");
        return words != Signed || _recipients == EssentialRecipients.All ? JudgeRecipients(mail, directory, words) : null;
    }

    private static Words? WordsFor(MessageFacts facts)
    {
        var anywhere = facts.Protection.Anywhere();
        if ((anywhere & ProtectionFindings.AnyEncryption) != 0) return Encrypted;
        if ((facts.Protection.OfMessage() & ProtectionFindings.AnySignature) != 0) return Signed;
        var isCut = anywhere.HasFlag(ProtectionFindings.LimitReached) || (facts.Irregularities & MimeIrregularity.Limits) != 0 || (facts.Archives & ArchiveFindings.Limits) != 0;
        return isCut ? Unseen : null;
    }

    private Objection? JudgeRecipients(MailContext mail, IDirectorySnapshot directory, Words words)
    {
        if (_recipients == EssentialRecipients.Off) return null;
        for (var i = 0; i < mail.Recipients.Count; i++)
        {
            var recipient = mail.Recipients[i];
            if (!directory.TryFind(recipient.Mailbox.Key.Span, out var found) || found.Plan != Plan.Essential) continue;
            return Refuse(words.ForRecipient, recipient.ToString());
        }
        return null;
    }

    /// <summary>A redirect has the plan for what it leads to; who sends is the person.</summary>
    private static bool IsPerson(IDirectorySnapshot directory, ReadOnlySpan<byte> key) =>
        directory.TryFind(key, out var found) && found is { Kind: EntryKind.Person, Plan: Plan.Essential };

    private Objection Refuse(Phrase phrase, string value) => new(Name, 550, new(7, 1), new Finding(phrase, value), ObjectionScope.Transaction);

    /// <summary>What was found, and whose plan does not include it.</summary>
    private sealed record Words(Phrase BySender, Phrase ByOriginator, Phrase ForRecipient)
    {
        public static Words Of(string english, string french) => new(
            new($"{english}, which the plan of its sender <{{0}}> does not include", $"{french}, ce que l'offre de son expediteur <{{0}}> ne comprend pas"),
            new($"{english}, which the plan of the address in {{0}} does not include", $"{french}, ce que l'offre de l'adresse dans {{0}} ne comprend pas"),
            new($"{english}, which the plan of its recipient <{{0}}> does not include", $"{french}, ce que l'offre de son destinataire <{{0}}> ne comprend pas"));
    }
}

/// <summary>What mail to a mailbox of the essential plan may not be.</summary>
public enum EssentialRecipients : byte
{
    /// <summary>Anything may be sent to it.</summary>
    Off,
    Encrypted,

    /// <summary>Encrypted or signed.</summary>
    All,
}

/// <summary>MailGuard:Rules:essential-plan.</summary>
public sealed class EssentialPlanOptions : RuleOptions
{
    /// <summary>What is refused to recipients of the plan; one of them refuses the message for all.</summary>
    public EssentialRecipients Recipients { get; set; }
}
