using Connelink.MailGuard.Policy.Rules;

namespace Connelink.MailGuard.Policy;

/// <summary>All rules of the product in their one fixed order (docs/rules/README.md), with the modes of the configuration.</summary>
public static class StandardRules
{
    /// <summary>The names of all rules, guards included, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        TrustedClient.RuleName,
        RelayDeniedRule.RuleName,
        SuspendedTenantRule.RuleName,
        RecipientLimitRule.RuleName,
        DeclaredSenderRule.RuleName,
        DeclaredRecipientRule.RuleName,
        InternalGroupRule.RuleName,
        AutoForwardRule.RuleName,
        MailLoopRule.RuleName,
        OriginatorPhraseRule.RuleName,
        LeakingFieldsRule.RuleName,
        MimeIntegrityRule.RuleName,
        AttachmentSizeRule.RuleName,
        EncryptedArchiveRule.RuleName,
        EssentialPlanRule.RuleName,
    ];

    /// <param name="hostName">The gateway's own name, which its Received fields carry.</param>
    /// <param name="hostNames">Other names of ours: traces of a sister gateway count as our own.</param>
    public static RuleSet Create(PolicyOptions options, string hostName, IReadOnlyList<string> hostNames)
    {
        string[] names = [hostName, .. hostNames];
        var recipientLimit = new RecipientLimitRule(options.RecipientLimit);
        var declaredSender = new DeclaredSenderRule(names, options.OriginatorPhrase);
        var essentialPlan = new EssentialPlanRule(options.EssentialPlan);
        return new RuleSet(
            // Guards; what holds for the whole transaction; whom the client may write to. So it reads first what it can mend first.
            envelope:
            [
                new RelayDeniedRule(),
                new SuspendedTenantRule(),
                recipientLimit,
                declaredSender,
                new DeclaredRecipientRule(options.DeclaredRecipient),
                new InternalGroupRule(),
            ],
            header: [recipientLimit, declaredSender, new AutoForwardRule(options.AutoForward, names), new MailLoopRule(options.MailLoop, names), essentialPlan],
            editors: [new OriginatorPhraseRule(), new LeakingFieldsRule(options.LeakingFields)],
            // First whether the message means one thing at all; then what the sender can mend himself, then what he needs others for.
            content: [new MimeIntegrityRule(), new AttachmentSizeRule(options.AttachmentSize), new EncryptedArchiveRule(options.EncryptedArchive), essentialPlan],
            mode: (rule, direction) => Mode(options, rule, direction));
    }

    private static RuleMode Mode(PolicyOptions options, string rule, Direction direction)
    {
        if (OptionsOf(options, rule) is not { } own) return RuleMode.Enforce;

        var mode = own.For(direction);
        return options.Rehearsal && mode == RuleMode.Enforce ? RuleMode.Observe : mode;
    }

    /// <summary>Null: a guard, which has no mode and holds in a rehearsal too.</summary>
    private static RuleOptions? OptionsOf(PolicyOptions options, string rule) => rule switch
    {
        TrustedClient.RuleName or RelayDeniedRule.RuleName or SuspendedTenantRule.RuleName => null,
        RecipientLimitRule.RuleName => options.RecipientLimit,
        DeclaredSenderRule.RuleName => options.DeclaredSender,
        DeclaredRecipientRule.RuleName => options.DeclaredRecipient,
        InternalGroupRule.RuleName => options.InternalGroup,
        AutoForwardRule.RuleName => options.AutoForward,
        MailLoopRule.RuleName => options.MailLoop,
        OriginatorPhraseRule.RuleName => options.OriginatorPhrase,
        LeakingFieldsRule.RuleName => options.LeakingFields,
        MimeIntegrityRule.RuleName => options.MimeIntegrity,
        AttachmentSizeRule.RuleName => options.AttachmentSize,
        EncryptedArchiveRule.RuleName => options.EncryptedArchive,
        EssentialPlanRule.RuleName => options.EssentialPlan,
        _ => throw new ArgumentException($"No options are known for the rule {rule}.", nameof(rule)),
    };
}
