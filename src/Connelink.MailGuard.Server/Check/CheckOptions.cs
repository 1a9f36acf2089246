using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Check;

/// <summary>What the command line asks of `check`.</summary>
internal sealed record CheckOptions
{
    /// <summary>Files, folders, or "-".</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Null: guessed for each message.</summary>
    public Direction? Direction { get; init; }

    /// <summary>The reverse-path of all messages; empty: the null path; null: guessed for each.</summary>
    public ReadOnlyMemory<byte>? From { get; init; }

    /// <summary>The forward-paths of all messages; none: guessed for each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> To { get; init; } = [];

    /// <summary>List what was only observed or edited, too.</summary>
    public bool All { get; init; }

    /// <summary>Rows of the table.</summary>
    public int Limit { get; init; }

    /// <summary>JSON Lines instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>Where the HTML report goes; null: none.</summary>
    public string? Report { get; init; }
}
