using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>The snapshot in force, when it was last known to agree with its source, and why it does not now. One thread writes, all may read.</summary>
/// <param name="maxAge">How long it is used while it cannot be brought up to date; null: for ever.</param>
internal sealed class SnapshotInForce(TimeSpan? maxAge, TimeProvider time)
{
    private DirectorySnapshot? _snapshot;
    private long _inStepAt;
    private string? _lastError;

    /// <summary>Null while there is none, or it is too old.</summary>
    public IDirectorySnapshot? Current => Snapshot is { } snapshot && !(Age > maxAge) ? snapshot : null;

    /// <summary>However old it is.</summary>
    public DirectorySnapshot? Snapshot
    {
        get => Volatile.Read(ref _snapshot);
        set => Volatile.Write(ref _snapshot, value);
    }

    /// <summary>Time since it was last known to agree with its source.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _inStepAt));

    public int Count => Snapshot?.Count ?? 0;

    /// <summary>Why the source is not in force as it stands; null when it is.</summary>
    public string? LastError
    {
        get => Volatile.Read(ref _lastError);
        set => Volatile.Write(ref _lastError, value);
    }

    /// <summary>It agrees with its source now.</summary>
    public void InStep()
    {
        Volatile.Write(ref _inStepAt, time.GetTimestamp());
        LastError = null;
    }

    /// <summary>It agreed with its source so long ago.</summary>
    public void InStep(TimeSpan ago) => Volatile.Write(ref _inStepAt, time.GetTimestamp() - (long)(ago.TotalSeconds * time.TimestampFrequency));
}
