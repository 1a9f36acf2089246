using System.Collections.Concurrent;
using System.Diagnostics;
using HdrHistogram;

namespace Connelink.MailGuard.Load.Client;

/// <summary>What came of the messages of one phase.</summary>
internal sealed class ClientTally
{
    private readonly LongConcurrentHistogram _microseconds = new(1, 3_600_000_000L, 3);
    private readonly ConcurrentDictionary<string, int> _objections = new();
    private long _accepted;
    private long _octets;
    private long _refused;
    private long _failed;
    private long _poison;
    private long _poisonRefused;
    private long _last;

    public long Start { get; } = Stopwatch.GetTimestamp();

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Octets => Interlocked.Read(ref _octets);

    public long Refused => Interlocked.Read(ref _refused);

    public long Failed => Interlocked.Read(ref _failed);

    public long Poison => Interlocked.Read(ref _poison);

    public long PoisonRefused => Interlocked.Read(ref _poisonRefused);

    public long Ended => Accepted + Refused + Failed + Poison;

    /// <summary>From the start to the last reply.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Start, Math.Max(Start + 1, Interlocked.Read(ref _last)));

    public IReadOnlyDictionary<string, int> Objections => _objections;

    public HistogramBase Latency => _microseconds;

    public void Count(Ticket ticket, int octets, SendResult result)
    {
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _last, now);
        if (result.Objection is { } objection) _objections.AddOrUpdate(objection, 1, (_, count) => count + 1);
        if (ticket.IsPoison)
        {
            Interlocked.Increment(ref _poison);
            if (result.Code / 100 == 5) Interlocked.Increment(ref _poisonRefused);
            return;
        }
        if (result.Code / 100 != 2)
        {
            Interlocked.Increment(ref result.Code == 0 ? ref _failed : ref _refused);
            return;
        }
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _octets, octets);
        _microseconds.RecordValue(Math.Max(1, (now - ticket.Due) / (Stopwatch.Frequency / 1_000_000)));
    }
}
