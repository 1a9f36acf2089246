using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>What share of a processor a polling loop's thread took in the last tenth of a second or so.</summary>
/// <remarks>Measured on the loop's thread, read by any.</remarks>
internal sealed partial class LoopLoad
{
    private const int ThreadTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Between two measurements, at least.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private long _measuredAt;
    private long _processorTime;
    private double _share;

    /// <summary>0 to 1. A loop of which nothing is known since long has waited since.</summary>
    public double Share => Stopwatch.GetElapsedTime(Volatile.Read(ref _measuredAt)) > 3 * Period ? 0 : Volatile.Read(ref _share);

    /// <summary>True when it was time to measure.</summary>
    public bool Measure(long now)
    {
        var passed = Stopwatch.GetElapsedTime(_measuredAt, now);
        if (passed < Period) return false;
        var time = ProcessorTime();
        Volatile.Write(ref _share, Math.Min(1, (double)(time - _processorTime) / passed.TotalNanoseconds));
        _processorTime = time;
        Volatile.Write(ref _measuredAt, now);
        return true;
    }

    /// <summary>Nanoseconds; this is not counted in the wall's time since the thread may have had to wait for a processor.</summary>
    private static long ProcessorTime()
    {
        Span<long> time = stackalloc long[2];
        _ = clock_gettime(ThreadTime, time);
        return (time[0] * 1_000_000_000) + time[1];
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, Span<long> time);
}
