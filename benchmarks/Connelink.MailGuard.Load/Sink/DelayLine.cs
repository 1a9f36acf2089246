namespace Connelink.MailGuard.Load.Sink;

/// <summary>Lets replies wait for an exact time, on one thread of its own.</summary>
internal sealed class DelayLine
{
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();

    public DelayLine() => new Thread(Run) { IsBackground = true, Name = "delay" }.Start();

    public Task WaitAsync(int milliseconds)
    {
        var wait = new TaskCompletionSource();
        lock (_waiting)
        {
            _waiting.Enqueue(wait, PreciseClock.After(milliseconds));
            Monitor.Pulse(_waiting);
        }
        return wait.Task;
    }

    private void Run()
    {
        while (true)
        {
            // Nothing that comes in while this sleeps is due within a millisecond, so no sleep is longer.
            PreciseClock.SleepUntil(Math.Min(FirstDue(), PreciseClock.After(1)));
            while (TakeDue() is { } wait) wait.SetResult();
        }
    }

    private long FirstDue()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0) Monitor.Wait(_waiting);
            _waiting.TryPeek(out _, out var due);
            return due;
        }
    }

    private TaskCompletionSource? TakeDue()
    {
        lock (_waiting)
        {
            return _waiting.TryPeek(out _, out var due) && due <= PreciseClock.After(0) ? _waiting.Dequeue() : null;
        }
    }
}
