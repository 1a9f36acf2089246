namespace Connelink.MailGuard.Policy;

/// <summary>Mode of one rule, for all its directions or for one (design.md section 4).</summary>
public class RuleOptions
{
    public RuleMode Mode { get; set; } = RuleMode.Enforce;

    public RuleMode? Inbound { get; set; }

    public RuleMode? Outbound { get; set; }

    public RuleMode? Submission { get; set; }

    /// <summary>The mode in force for a direction.</summary>
    public RuleMode For(Direction direction) => direction switch
    {
        Direction.Inbound => Inbound,
        Direction.Outbound => Outbound,
        _ => Submission,
    } ?? Mode;
}
