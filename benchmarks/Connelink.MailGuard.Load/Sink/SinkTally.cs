using System.Collections.Concurrent;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>Everything that the sink got, by run.</summary>
internal sealed class SinkTally
{
    private readonly ConcurrentDictionary<uint, RunTally> _runs = new();
    private long _messages;
    private long _octets;
    private long _withoutId;

    public RunTally Of(uint run) => _runs.GetOrAdd(run, number => new RunTally(number));

    public void Forget(uint run) => _runs.TryRemove(run, out _);

    public void Count(long octets, bool withId)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _octets, octets);
        if (!withId) Interlocked.Increment(ref _withoutId);
    }

    public object Report() => new
    {
        messages = Interlocked.Read(ref _messages),
        octets = Interlocked.Read(ref _octets),
        withoutId = Interlocked.Read(ref _withoutId),
        runs = _runs.Values.Select(run => run.Report()).ToList(),
    };
}
