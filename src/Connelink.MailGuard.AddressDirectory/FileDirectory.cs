using Connelink.MailGuard.Policy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>The provider "file": declared addresses from a JSON file, read again when it changes.</summary>
/// <remarks>
/// A snapshot is built off the mail path and put in force by one volatile write. A file with mistakes leaves the old snapshot in force
/// and is told in the log, once. Age is the time since the snapshot was last known to agree with the file.
/// </remarks>
public sealed partial class FileDirectory : IDirectorySource, IHostedService, IDisposable
{
    private readonly DirectoryOptions _options;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<FileDirectory> _log;
    private readonly FileWatch _watch;
    private readonly SnapshotInForce _inForce;

    private Loaded? _loaded;
    private FileStamp? _candidate;
    private long _candidateAt;
    private FileStamp? _refused;

    public FileDirectory(IOptions<DirectoryOptions> options, TimeProvider time, ILogger<FileDirectory> log)
    {
        (_options, _time, _log) = (options.Value, time, log);
        _path = Path.GetFullPath(_options.Path);
        _inForce = new SnapshotInForce(_options.MaxAge, time);
        _watch = new FileWatch(_path, _options.PollInterval, time, Refresh);
    }

    public IDirectorySnapshot? Current => _inForce.Current;

    /// <summary>The snapshot with all that the file provider knows, however old it is.</summary>
    public DirectorySnapshot? Snapshot => _inForce.Snapshot;

    /// <summary>Time since the snapshot was last known to agree with the file.</summary>
    public TimeSpan Age => _inForce.Age;

    /// <summary>When the snapshot in force was read.</summary>
    public DateTimeOffset? LoadedAt => Volatile.Read(ref _loaded)?.At;

    /// <summary>1 for the first snapshot, one more for each that followed.</summary>
    public int SnapshotVersion => Volatile.Read(ref _loaded)?.Version ?? 0;

    public int Count => _inForce.Count;

    /// <summary>Why the file is not in force as it stands; null when it is.</summary>
    public string? LastError => _inForce.LastError;

    /// <summary>Tells tests that the file was looked at.</summary>
    internal event Action? Refreshed;

    /// <summary>Looks at the file soon, on the thread that watches it.</summary>
    internal void LookNow() => _watch.LookNow();

    /// <summary>Reads the file for the first time and starts to watch it.</summary>
    /// <exception cref="DirectoryException">There is no usable directory: the program prints the message and does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(Load, cancellationToken);
        _watch.Start();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _watch.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _watch.Dispose();

    /// <summary>One look at the file: nothing new, something new that has yet to settle, or something to read.</summary>
    internal void Refresh()
    {
        var stamp = FileStamp.Of(_path);
        if (stamp is not null && stamp == _loaded?.Stamp) InStep();
        else if (stamp is not null && stamp == _refused) _candidateAt = 0; // Told already.
        else if (!HasSettled(stamp)) _watch.LookAgainIn(_options.SettleTime);
        else Reload();
        Refreshed?.Invoke();
    }

    private bool HasSettled(FileStamp? stamp)
    {
        if (_candidateAt != 0 && stamp == _candidate) return _time.GetElapsedTime(_candidateAt) >= _options.SettleTime;
        (_candidate, _candidateAt) = (stamp, _time.GetTimestamp());
        return _options.SettleTime == TimeSpan.Zero;
    }

    private void Reload()
    {
        try
        {
            Load();
        }
        catch (DirectoryException) when (FileStamp.Of(_path) != _candidate)
        {
            _watch.LookAgainIn(_options.SettleTime); // It was written to while we read.
        }
        catch (DirectoryException e)
        {
            // Mistakes stay until the file changes; what could not be read at all is tried at every look, and told once.
            if (e.Mistakes is not null) _refused = _candidate;
            if (e.Message != LastError) Log.Kept(_log, SnapshotVersion, e.Message);
            _inForce.LastError = e.Message;
        }
        catch (Exception e)
        {
            // A mistake of ours: on this thread it would end the program, and the old snapshot is still good.
            _refused = _candidate;
            Log.Failed(_log, e, SnapshotVersion);
            _inForce.LastError = $"The directory cannot be used: {e.Message}";
        }
    }

    private void Load()
    {
        var started = _time.GetTimestamp();
        var (snapshot, stamp) = Read();
        var loaded = new Loaded(stamp, _time.GetUtcNow(), SnapshotVersion + 1);
        _inForce.Snapshot = snapshot;
        Volatile.Write(ref _loaded, loaded);
        InStep();
        Log.InForce(_log, loaded.Version, snapshot.Count, snapshot.Tenants.Count, _time.GetElapsedTime(started).TotalMilliseconds);
    }

    private (DirectorySnapshot Snapshot, FileStamp Stamp) Read()
    {
        try
        {
            using var file = File.OpenHandle(_path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
            var stamp = FileStamp.Of(file);
            stamp.OutliveTick();
            using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
            return (DirectoryFile.Load(stream, _path, Count), stamp);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"The directory cannot be read: {e.Message}", cause: e);
        }
    }

    private void InStep()
    {
        _inForce.InStep();
        (_candidate, _candidateAt, _refused) = (null, 0, null);
    }

    private sealed record Loaded(FileStamp Stamp, DateTimeOffset At, int Version);

    private static partial class Log
    {
        [LoggerMessage(700, LogLevel.Information, "Directory version {Version} in force (addresses: {Count}, tenants: {Tenants}), read in {Milliseconds:F0} ms")]
        public static partial void InForce(ILogger log, int version, int count, int tenants, double milliseconds);

        [LoggerMessage(701, LogLevel.Warning, "Directory version {Version} stays in force. {Mistakes}")]
        public static partial void Kept(ILogger log, int version, string mistakes);

        [LoggerMessage(702, LogLevel.Error, "Directory version {Version} stays in force: reading the new one failed")]
        public static partial void Failed(ILogger log, Exception cause, int version);
    }
}
