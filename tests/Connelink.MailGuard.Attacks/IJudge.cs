namespace Connelink.MailGuard.Attacks;

/// <summary>Whoever decides about messages: the engine of the gateway, a running gateway, or another product.</summary>
public interface IJudge
{
    Outcome Judge(SampleMessage message);
}

/// <summary>What became of a message.</summary>
/// <param name="RefusedBy">The rule (<see cref="RuleName"/>) that refused; null: the message went on.</param>
/// <param name="Reply">What the client heard.</param>
/// <param name="Onwards">What went on, where the judge can tell.</param>
public sealed record Outcome(string? RefusedBy, string? Reply = null, MailContent? Onwards = null)
{
    /// <summary>The judge lacks what decides: it is neither right nor wrong.</summary>
    public static Outcome NotJudged { get; } = new(RefusedBy: null, Reply: null) { IsJudged = false };

    public bool IsJudged { get; init; } = true;

    public static Outcome Passed(MailContent? onwards = null) => new(null, null, onwards);
}
