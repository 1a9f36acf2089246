using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Load;

/// <summary>Sleeps to within some 50 µs.</summary>
/// <remarks>Thread.Sleep counts milliseconds and Task.Delay the kernel's ticks: one millisecond becomes four on many servers.</remarks>
internal static class PreciseClock
{
    public static long After(double milliseconds) => Stopwatch.GetTimestamp() + (long)(milliseconds * Stopwatch.Frequency / 1000);

    public static void SleepUntil(long due)
    {
        for (var now = Stopwatch.GetTimestamp(); now < due; now = Stopwatch.GetTimestamp())
        {
            _ = MicrosecondSleep((uint)Math.Min(500_000, Stopwatch.GetElapsedTime(now, due).TotalMicroseconds + 1));
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int MicrosecondSleep(uint microseconds);
}
