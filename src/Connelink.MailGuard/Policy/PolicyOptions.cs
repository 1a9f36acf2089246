using Connelink.MailGuard.Policy.Rules;
using Microsoft.Extensions.Configuration;

namespace Connelink.MailGuard.Policy;

/// <summary>MailGuard:Rules. One property a rule, under the rule's name.</summary>
public sealed class PolicyOptions
{
    public const string Section = "MailGuard:Rules";

    /// <summary>Every rule only observes, for a first week inline.</summary>
    public bool Rehearsal { get; set; }

    /// <summary>Address of a page about refusals, added to each reply where it fits.</summary>
    public string? HelpUrl { get; set; }

    [ConfigurationKeyName("declared-recipient")]
    public DeclaredRecipientOptions DeclaredRecipient { get; set; } = new();

    [ConfigurationKeyName("declared-sender")]
    public RuleOptions DeclaredSender { get; set; } = new();

    [ConfigurationKeyName("internal-group")]
    public RuleOptions InternalGroup { get; set; } = new();

    [ConfigurationKeyName("auto-forward")]
    public AutoForwardOptions AutoForward { get; set; } = new();

    [ConfigurationKeyName("originator-phrase")]
    public RuleOptions OriginatorPhrase { get; set; } = new();

    [ConfigurationKeyName("leaking-fields")]
    public LeakingFieldsOptions LeakingFields { get; set; } = new();

    [ConfigurationKeyName("recipient-limit")]
    public RecipientLimitOptions RecipientLimit { get; set; } = new();

    [ConfigurationKeyName("attachment-size")]
    public AttachmentSizeOptions AttachmentSize { get; set; } = new();

    [ConfigurationKeyName("encrypted-archive")]
    public EncryptedArchiveOptions EncryptedArchive { get; set; } = new();

    [ConfigurationKeyName("essential-plan")]
    public EssentialPlanOptions EssentialPlan { get; set; } = new();

    [ConfigurationKeyName("mime-integrity")]
    public MimeIntegrityOptions MimeIntegrity { get; set; } = new();

    [ConfigurationKeyName("mail-loop")]
    public MailLoopOptions MailLoop { get; set; } = new();
}
