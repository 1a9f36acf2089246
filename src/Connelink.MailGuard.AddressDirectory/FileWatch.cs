using System.Runtime.InteropServices;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Calls back, on a thread of its own, when a file may have changed: at once where the system tells, else at the next poll.</summary>
internal sealed partial class FileWatch : IDisposable
{
    private const int Niceness = 10;

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
        _soon = _time.CreateTimer(Wake, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sources.Add(_time.CreateTimer(Wake, null, _pollInterval, _pollInterval));
        if (TryWatch() is { } watcher) _sources.Add(watcher);
        _thread = new Thread(Run) { IsBackground = true, Name = "directory", Priority = ThreadPriority.Lowest };
        _thread.Start();
        _wake.Set(); // What changed between the first reading and now is seen without waiting.
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
        // Thread.Priority means nothing on Linux: there niceness belongs to the thread, and may always be raised.
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, who: 0, Niceness);
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
            watcher.Changed += (_, _) => Wake(null);
            watcher.Created += (_, _) => Wake(null);
            watcher.Deleted += (_, _) => Wake(null);
            watcher.Renamed += (_, _) => Wake(null);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A last event may come after the end.</summary>
    private void Wake(object? _)
    {
        if (!_stopping) _wake.Set();
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
