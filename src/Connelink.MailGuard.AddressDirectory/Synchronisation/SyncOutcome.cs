using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What came of a synchronisation, or would come of it.</summary>
/// <param name="Problem">Why nothing was changed; null when all is well.</param>
/// <param name="Change">The number of the change; 0 when nothing was to be changed, or it was a rehearsal.</param>
/// <param name="Age">Of the data in the directory; null when the source was never synchronised.</param>
public sealed record SyncOutcome(string? Problem, long Change, TimeSpan? Age)
{
    /// <summary>Another node is at it: no failure.</summary>
    public bool IsElsewhere { get; init; }

    public int Added { get; init; }

    public int Changed { get; init; }

    public int Removed { get; init; }

    public int Same { get; init; }

    /// <summary>How the source was read.</summary>
    public string Way { get; init; } = "";

    public IReadOnlyList<EntryDifference> Differences { get; init; } = [];

    public IReadOnlyList<SyncFinding> Findings { get; init; } = [];
}

/// <summary>How a synchronisation is to be done.</summary>
/// <param name="Reason">For the change log.</param>
/// <param name="Rehearses">Whether nothing is changed.</param>
/// <param name="AcceptsShrink">Whether more than the source's MaxShrink may go.</param>
public sealed record SyncOrder(ChangeReason Reason, bool Rehearses = false, bool AcceptsShrink = false);
