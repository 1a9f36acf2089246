using System.Globalization;

namespace Connelink.MailGuard.Load.Client;

/// <summary>CPU time and peak memory of the processes under test, between two moments; Linux only.</summary>
internal sealed class ProcessUsage
{
    private const double TicksPerSecond = 100;
    private readonly IReadOnlyList<int> _pids;
    private readonly double _before;

    public ProcessUsage(IReadOnlyList<int> pids)
    {
        _pids = pids;
        foreach (var pid in pids) ResetPeak(pid);
        _before = pids.Sum(CpuSeconds);
    }

    public double CpuSecondsSince() => _pids.Sum(CpuSeconds) - _before;

    public double PeakMiB() => _pids.Sum(pid => PeakKiB(pid) / 1024.0);

    /// <summary>utime and stime: fields 14 and 15, counted behind the name, which may hold blanks.</summary>
    private static double CpuSeconds(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static long PeakKiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(status => status.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>The peak of this measurement, not of the process: 5 written to clear_refs sets VmHWM to what is resident now.</summary>
    private static void ResetPeak(int pid)
    {
        try
        {
            File.WriteAllText($"/proc/{pid}/clear_refs", "5");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Another user's process: then the peak since its start has to do.
        }
    }
}
