using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Transport;

/// <summary>A few threads for work that takes longer than a polling loop may be held up: TLS handshakes, inflating.</summary>
/// <remarks>
/// Socket completions run on the polling loops themselves, so one slow step there delays every session of that loop. Each session has one
/// continuation here at most, which bounds the queue. Safe for all threads.
/// </remarks>
public sealed class WorkerLane : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    /// <param name="threads">Threads that work; the rest wait their turn.</param>
    public WorkerLane(int threads)
    {
        for (var i = 0; i < Math.Max(1, threads); i++)
        {
            new Thread(Run) { IsBackground = true, Name = $"mailguard-lane-{i}" }.Start();
        }
    }

    /// <summary>Continuations that wait for a thread.</summary>
    public int Waiting => _work.Count;

    /// <summary><c>await lane.SwitchAsync()</c>: what follows runs on the lane, up to the next await of a socket.</summary>
    public Switch SwitchAsync() => new(this);

    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var continuation in _work.GetConsumingEnumerable()) continuation();
    }

    private void Post(Action continuation)
    {
        try
        {
            _work.Add(continuation);
        }
        catch (InvalidOperationException) // the lane is closed: the process is about to end, but nobody may be left waiting
        {
            ThreadPool.QueueUserWorkItem(static work => work(), continuation, preferLocal: false);
        }
    }

    /// <summary>The awaitable of <see cref="SwitchAsync"/>.</summary>
    public readonly struct Switch(WorkerLane lane) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Switch GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => lane.Post(continuation);

        public void UnsafeOnCompleted(Action continuation) => lane.Post(continuation);
    }
}
