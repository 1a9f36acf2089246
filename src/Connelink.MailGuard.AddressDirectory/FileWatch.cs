namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Calls back, on a thread of its own, when a file may have changed: at once where the system tells, else at the next poll.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly string _path;
    private readonly TimeSpan _pollInterval;
    private readonly TimeProvider _time;
    private readonly Action _look;
    private readonly AutoResetEvent _wake = new(false);
    private readonly List<IDisposable> _sources = [];
    private ITimer? _soon;
    private Thread? _thread;
    private volatile bool _stopping;

    public FileWatch(string path, TimeSpan pollInterval, TimeProvider time, Action look) =>
        (_path, _pollInterval, _time, _look) = (path, pollInterval, time, look);

    public void Start()
    {
        _soon = _time.CreateTimer(_ => LookNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sources.Add(_time.CreateTimer(_ => LookNow(), null, _pollInterval, _pollInterval));
        if (TryWatch() is { } watcher) _sources.Add(watcher);
        _thread = new Thread(Run) { IsBackground = true, Name = "directory", Priority = ThreadPriority.Lowest };
        _thread.Start();
        LookNow(); // What changed between the first reading and now is seen without waiting.
    }

    /// <summary>Wakes the thread; a last event may come after the end.</summary>
    public void LookNow()
    {
        if (!_stopping) _wake.Set();
    }

    public void LookAgainIn(TimeSpan time) => _soon?.Change(time, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _wake.Set();
        _thread?.Join();
        _soon?.Dispose();
        foreach (var source in _sources) source.Dispose();
    }

    private void Run()
    {
        ThreadNiceness.Raise();
        while (true)
        {
            _wake.WaitOne();
            if (_stopping) return;
            _look();
        }
    }

    /// <summary>Null where watching is not possible (no such folder, no inotify instance left): polling does it alone.</summary>
    private FileSystemWatcher? TryWatch()
    {
        try
        {
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
            watcher.Changed += (_, _) => LookNow();
            watcher.Created += (_, _) => LookNow();
            watcher.Deleted += (_, _) => LookNow();
            watcher.Renamed += (_, _) => LookNow();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
