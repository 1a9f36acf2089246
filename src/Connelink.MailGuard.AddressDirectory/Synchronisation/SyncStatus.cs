using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What a source's synchronisation says of itself: stands with the source in the store, for all nodes and commands.</summary>
public sealed record SyncStatus
{
    /// <summary>Findings of one kind that are kept; all are counted.</summary>
    private const int Kept = 2000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>As of when the directory agrees with the source.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>When all of the source was read last.</summary>
    public DateTimeOffset? FullAt { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>Entries of the source in the directory.</summary>
    public int Entries { get; init; }

    public IReadOnlyDictionary<FindingKind, int> Counts { get; init; } = new Dictionary<FindingKind, int>();

    public IReadOnlyList<SyncFinding> Findings { get; init; } = [];

    /// <summary>Who synchronises just now.</summary>
    public SyncLease? Lease { get; init; }

    public static SyncStatus Parse(string? json)
    {
        try
        {
            return json is null ? new() : JsonSerializer.Deserialize<SyncStatus>(json, Json) ?? new();
        }
        catch (JsonException)
        {
            return new(); // Of another version: the next pass writes it anew.
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public SyncStatus With(IReadOnlyList<SyncFinding> findings) => this with
    {
        Counts = findings.GroupBy(finding => finding.Kind).ToDictionary(group => group.Key, group => group.Count()),
        Findings = [.. findings.GroupBy(finding => finding.Kind).SelectMany(group => group.Take(Kept))],
    };
}
