namespace Connelink.MailGuard.Attacks;

/// <summary>What must become of a message.</summary>
/// <param name="Rules">Names (<see cref="RuleName"/>) of which at least one must refuse; none: the message must pass.</param>
public sealed record Expectation(params IReadOnlyList<string> Rules)
{
    public bool MustPass => Rules.Count == 0;

    /// <summary>What the header section that goes on must hold.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What the header section that goes on must not hold any more. An attack that loses it need not be refused.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>But for the fields on top that every message gets, not one octet may change.</summary>
    public bool IsUnchanged { get; init; }
}
