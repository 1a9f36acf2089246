namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Looks at a store whenever it may have changed, on a thread of its own that gives way to mail.</summary>
/// <param name="look">Looks once.</param>
/// <param name="failed">Hears why a look failed; the next one follows.</param>
internal sealed class StoreThread(DirectoryOptions options, Action<StoreFollower> look, Action<Exception> failed) : IDisposable
{
    /// <summary>Nobody can tell us of changes of an embedded database, and asking it costs some microseconds.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _wait = options.PollInterval < LongestWait ? options.PollInterval : LongestWait;
    private Thread? _thread;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "directory", Priority = ThreadPriority.Lowest };
        _thread.Start();
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested) return;
        _stop.Cancel();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        ThreadNiceness.Raise();
        using var follower = new StoreFollower(StoreDatabases.Of(options));
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                look(follower);
                follower.Wait(_wait, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                failed(e);
                _stop.Token.WaitHandle.WaitOne(RetryInterval);
            }
        }
    }
}
