namespace Connelink.MailGuard.Policy;

/// <summary>What an objection of a rule does: refuses the message, is only recorded, or is never raised.</summary>
public enum RuleMode : byte
{
    Enforce,
    Observe,
    Off,
}
