using System.Globalization;

namespace Connelink.MailGuard.Load.Client;

/// <summary>CPU time and peak memory of the processes under test with all below them, between two moments; Linux only.</summary>
/// <remarks>What a process used that has ended since is in the account of its parent (cutime, cstime), so a server of many short-lived processes is counted whole.</remarks>
internal sealed class ProcessUsage
{
    private const double TicksPerSecond = 100;
    private readonly IReadOnlyList<int> _pids;
    private readonly double _before;

    public ProcessUsage(IReadOnlyList<int> pids)
    {
        _pids = pids;
        foreach (var pid in Tree()) ResetPeak(pid);
        _before = CpuSeconds();
    }

    public double CpuSecondsSince() => CpuSeconds() - _before;

    /// <summary>Pages that several of the processes share count for each of them.</summary>
    public double PeakMiB() => Tree().Sum(pid => KiB(pid, "VmHWM:") / 1024.0);

    public double ResidentMiB() => Tree().Sum(pid => KiB(pid, "VmRSS:") / 1024.0);

    public int Threads() => Tree().Sum(pid => (int)KiB(pid, "Threads:"));

    public int Handles() => Tree().Sum(pid => Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Count());

    private double CpuSeconds() => Tree().Sum(CpuSeconds);

    private HashSet<int> Tree()
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Select(pid => (Pid: pid, Fields: Fields(pid))).Where(process => process.Fields.Length > 1)
            .ToLookup(process => int.Parse(process.Fields[1], CultureInfo.InvariantCulture), process => process.Pid);
        var tree = _pids.ToHashSet();
        var open = new Queue<int>(_pids);
        while (open.TryDequeue(out var pid))
        {
            foreach (var child in parents[pid].Where(tree.Add)) open.Enqueue(child);
        }
        return tree;
    }

    /// <summary>utime, stime, cutime and cstime.</summary>
    private static double CpuSeconds(int pid)
    {
        var fields = Fields(pid);
        return fields.Length == 0 ? 0 : fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The fields of stat from the third on: they stand behind the name, which may hold blanks. Empty: the process is gone.</summary>
    private static string[] Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long KiB(int pid, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(status => status.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(name.Length).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
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
