using Connelink.MailGuard.Load.Client;

namespace Connelink.MailGuard.Load.Report;

/// <summary>The figures of one run. A rate counts accepted messages only.</summary>
internal sealed record ClientReport
{
    /// <summary>What was measured, for the table: the hop, the case, the repeat.</summary>
    public string Hop { get; init; } = "";

    public string Case { get; init; } = "";

    public int Repeat { get; init; }

    /// <summary>Messages from a directory: that some of them are refused may be right.</summary>
    public bool IsOwnMail { get; init; }

    public required string Run { get; init; }

    public double Seconds { get; init; }

    public double MessagesPerSecond { get; init; }

    public double MegabytesPerSecond { get; init; }

    public double P50 { get; init; }

    public double P90 { get; init; }

    public double P99 { get; init; }

    public double P999 { get; init; }

    public double Max { get; init; }

    public long Accepted { get; init; }

    public long AcceptedInAll { get; init; }

    public long Refused { get; init; }

    public long Failed { get; init; }

    public long Poison { get; init; }

    public long PoisonRefused { get; init; }

    public IReadOnlyDictionary<string, int>? Objections { get; init; }

    public double? CpuSecondsPer1000 { get; init; }

    public double? PeakMiB { get; init; }

    /// <summary>Acknowledged, and not at the sink; null when the sink was not asked.</summary>
    public long? Lost { get; init; }

    public long? Doubled { get; init; }

    public long? PoisonPassed { get; init; }

    /// <summary>The acknowledged ids as ranges, when asked for.</summary>
    public string? Ids { get; init; }

    public static ClientReport From(ClientTally tally, uint run) => new()
    {
        Run = $"{run:x8}",
        Seconds = tally.Elapsed.TotalSeconds,
        MessagesPerSecond = tally.Accepted / tally.Elapsed.TotalSeconds,
        MegabytesPerSecond = tally.Octets / 1e6 / tally.Elapsed.TotalSeconds,
        P50 = Milliseconds(tally, 50),
        P90 = Milliseconds(tally, 90),
        P99 = Milliseconds(tally, 99),
        P999 = Milliseconds(tally, 99.9),
        Max = Milliseconds(tally, 100),
        Accepted = tally.Accepted,
        Refused = tally.Refused,
        Failed = tally.Failed,
        Poison = tally.Poison,
        PoisonRefused = tally.PoisonRefused,
        Objections = tally.Objections.Count == 0 ? null : tally.Objections,
    };

    private static double Milliseconds(ClientTally tally, double percentile) =>
        tally.Accepted == 0 ? 0 : tally.Latency.GetValueAtPercentile(percentile) / 1000.0;
}
