namespace Connelink.MailGuard.Attacks;

/// <summary>The paths of the transaction, as they stand between the angle brackets; "" is the null path.</summary>
public sealed record Envelope(string ReversePath, params IReadOnlyList<string> Recipients)
{
    /// <summary>In submission: who has authenticated.</summary>
    public string? Account { get; init; }
}
