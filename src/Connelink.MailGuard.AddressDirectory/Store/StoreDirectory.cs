using Connelink.MailGuard.Policy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>The providers "sqlite" and "postgresql": declared addresses from a store, read again after each change.</summary>
/// <remarks>
/// A snapshot is built on a thread of its own, off the mail path, and put in force by one volatile write. While the database is away the
/// last snapshot stays in force, and its age is shown. Age is the time since it was last known to agree with the store.
/// </remarks>
public sealed partial class StoreDirectory : IDirectorySource, IHostedService, IDisposable
{
    private readonly DirectoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreDirectory> _log;
    private readonly SnapshotCopy? _copy;
    private readonly StoreThread _thread;
    private readonly SnapshotInForce _inForce;
    private DirectoryStore? _store;
    private long _version = -1;
    private long _copied = -1;
    private long _copiedAt;

    public StoreDirectory(IOptions<DirectoryOptions> options, TimeProvider time, ILogger<StoreDirectory> log)
    {
        (_options, _time, _log) = (options.Value, time, log);
        if (_options is { SnapshotCopy: { } copy, KeyFile: { } keys }) _copy = new SnapshotCopy(copy, keys);
        _inForce = new SnapshotInForce(_options.MaxAge, time);
        _thread = new StoreThread(_options, Refresh, Tell);
    }

    public IDirectorySnapshot? Current => _inForce.Current;

    public DirectorySnapshot? Snapshot => _inForce.Snapshot;

    public TimeSpan Age => _inForce.Age;

    public int Count => _inForce.Count;

    public string? LastError => _inForce.LastError;

    /// <summary>The number of the change that the snapshot in force has last; -1 when it is from a saved copy.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <exception cref="DirectoryException">Neither the store nor a saved copy can be used: the program prints the message and does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(LoadFirst, cancellationToken);
        _thread.Start();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _thread.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _thread.Dispose();

    private void LoadFirst()
    {
        try
        {
            Load();
        }
        catch (DirectoryException away) when (_copy is { Exists: true })
        {
            var snapshot = _copy.Read();
            var age = _time.GetUtcNow() - _copy.WrittenAt;
            _inForce.InStep(age);
            _inForce.LastError = away.Message;
            _inForce.Snapshot = snapshot;
            Log.FromCopy(_log, snapshot.Count, age, away.Message);
        }
    }

    /// <summary>One look at the store: nothing new, or something to read.</summary>
    private void Refresh(StoreFollower follower)
    {
        if (follower.Version() != Version) Load();
        _inForce.InStep();
        Copy();
    }

    private void Load()
    {
        var started = _time.GetTimestamp();
        _store ??= DirectoryStore.Open(_options, creates: false);
        var (snapshot, version) = _store.Load(Count);
        _inForce.Snapshot = snapshot;
        Volatile.Write(ref _version, version);
        _inForce.InStep();
        Log.InForce(_log, version, snapshot.Count, snapshot.Tenants.Count, _time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Not after each change of many: a copy is as large as the directory.</summary>
    private void Copy()
    {
        if (_copy is null || _copied == Version || (_copiedAt != 0 && _time.GetElapsedTime(_copiedAt) < _options.SnapshotCopyInterval)) return;
        _copiedAt = _time.GetTimestamp();
        try
        {
            var version = Version;
            _copy.Write(_store!);
            _copied = version;
        }
        catch (Exception e) when (e is DirectoryException or IOException or UnauthorizedAccessException)
        {
            Log.NotCopied(_log, e.Message);
        }
    }

    /// <summary>Once for each reason: a database that is away is asked every second.</summary>
    private void Tell(Exception failure)
    {
        if (failure is not DirectoryException) Log.Failed(_log, failure, Version);
        else if (failure.Message != LastError) Log.Kept(_log, Version, failure.Message);
        _inForce.LastError = failure.Message;
    }

    private static partial class Log
    {
        [LoggerMessage(710, LogLevel.Information, "Directory as of change {Version} in force (addresses: {Count}, tenants: {Tenants}), read in {Milliseconds:F0} ms")]
        public static partial void InForce(ILogger log, long version, int count, int tenants, double milliseconds);

        [LoggerMessage(711, LogLevel.Warning, "Directory as of change {Version} stays in force. {Reason}")]
        public static partial void Kept(ILogger log, long version, string reason);

        [LoggerMessage(712, LogLevel.Error, "Directory as of change {Version} stays in force: reading the new one failed")]
        public static partial void Failed(ILogger log, Exception cause, long version);

        [LoggerMessage(713, LogLevel.Warning, "Started from the saved copy of the directory: {Count} addresses, {Age} old. {Reason}")]
        public static partial void FromCopy(ILogger log, int count, TimeSpan age, string reason);

        [LoggerMessage(714, LogLevel.Warning, "The directory's copy was not saved: {Reason}")]
        public static partial void NotCopied(ILogger log, string reason);
    }
}
