using System.CommandLine;
using System.Globalization;
using System.Net;
using Connelink.MailGuard.Load.Client;
using Connelink.MailGuard.Load.Report;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>soak</c>: a fixed rate for a long time; a line for each interval, and a verdict: the last third beside the first.</summary>
internal static class SoakCommand
{
    /// <summary>The collector gives memory back when it likes: so much more is no growth yet.</summary>
    private const double MemoryTolerance = 1.10;
    private const double LatencyTolerance = 1.5;

    /// <summary>Intervals that the runtime needs to compile and to find its size; they are recorded and not judged.</summary>
    private const int WarmUpIntervals = 2;

    private sealed record Interval(double Seconds, ClientReport Report, double MiB, int Handles, int Threads);

    public static Command Create()
    {
        var connect = new Option<string>("--connect") { Required = true, Description = "address and port of the server" };
        var verify = new Option<string>("--verify") { Required = true, Description = "the sink's control address" };
        var hours = new Option<double>("--hours") { Required = true, Description = "how long" };
        var interval = new Option<double>("--interval") { DefaultValueFactory = _ => 60, Description = "seconds of an interval" };
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 200, Description = "messages a second" };
        var pid = new Option<int[]>("--pid") { Required = true, Description = "processes under test" };
        var output = new Option<string>("--output") { Required = true, Description = "the CSV file to write" };
        var command = new Command("soak", "sends for a long time and tells whether anything grows") { connect, verify, hours, interval, rate, pid, output };
        command.SetAction((arguments, cancel) => RunAsync(
            Options(arguments.GetValue(connect)!, arguments.GetValue(verify)!, arguments.GetValue(rate), arguments.GetValue(interval), arguments.GetValue(pid)!),
            TimeSpan.FromHours(arguments.GetValue(hours)),
            arguments.GetValue(output)!,
            cancel));
        return command;
    }

    private static ClientOptions Options(string connect, string verify, double rate, double interval, int[] pids)
    {
        var sender = new AddressPattern("sender######@elsewhere.example", 10_000);
        var recipient = new AddressPattern("user######@load.example", 100_000);
        return new ClientOptions
        {
            Connect = IPEndPoint.Parse(connect),
            Connections = 20,
            Duration = TimeSpan.FromSeconds(interval),
            Stall = TimeSpan.FromSeconds(60),
            Rate = rate,
            Recipients = 1,
            // A new connection now and then, so that what a connection leaves behind shows.
            MessagesPerConnection = 50,
            Sender = sender,
            Recipient = recipient,
            Templates = [.. ((int[])[4096, 4096, 4096, 100 * 1024, 1024 * 1024]).Select(size => SampleMessage.OfSize(size, asZip: true, sender.Print(0), recipient.Print(0)))],
            Poison = [.. Poison.Kinds.Select(Poison.Create)],
            PoisonPercent = 1,
            Pids = pids,
            Sink = IPEndPoint.Parse(verify),
        };
    }

    private static async Task<int> RunAsync(ClientOptions options, TimeSpan time, string output, CancellationToken cancel)
    {
        await using var file = new StreamWriter(output) { AutoFlush = true };
        const string Names = "seconds,messages_per_second,p50_ms,p99_ms,max_ms,resident_mib,handles,threads,refused,failed,lost,doubled,poison_passed";
        await file.WriteLineAsync(Names);
        Console.WriteLine(Names);
        var start = DateTime.UtcNow;
        var intervals = new List<Interval>();
        while (DateTime.UtcNow - start < time && !cancel.IsCancellationRequested)
        {
            using var client = new LoadClient(options, (uint)(intervals.Count + 1));
            var report = await client.MeasureAsync(cancel);
            var usage = new ProcessUsage(options.Pids);
            var interval = new Interval((DateTime.UtcNow - start).TotalSeconds, report, usage.ResidentMiB(), usage.Handles(), usage.Threads());
            intervals.Add(interval);
            await file.WriteLineAsync(Line(interval));
            Console.WriteLine(Line(interval));
        }
        var objections = Objections(intervals).ToList();
        Console.WriteLine(objections.Count == 0 ? $"FLAT over {intervals.Count} intervals: memory, handles, threads and p99" : "NOT FLAT: " + string.Join("; ", objections));
        return objections.Count == 0 ? 0 : 1;
    }

    private static string Line(Interval interval) => string.Create(
        CultureInfo.InvariantCulture,
        $"{interval.Seconds:F0},{interval.Report.MessagesPerSecond:F1},{interval.Report.P50:F2},{interval.Report.P99:F2},{interval.Report.Max:F2},{interval.MiB:F1},{interval.Handles},{interval.Threads},{interval.Report.Refused},{interval.Report.Failed},{interval.Report.Lost},{interval.Report.Doubled},{interval.Report.PoisonPassed}");

    private static IEnumerable<string> Objections(List<Interval> intervals)
    {
        if (intervals.Exists(interval => interval.Report is not { Refused: 0, Failed: 0, Lost: 0, Doubled: 0, PoisonPassed: 0 })) yield return "mail was lost, doubled, refused, or poison passed";
        var judged = intervals.Skip(WarmUpIntervals).ToList();
        if (judged.Count < 6)
        {
            yield return $"{judged.Count} intervals are too few to judge";
            yield break;
        }
        var (first, last) = (judged[..(judged.Count / 3)], judged[^(judged.Count / 3)..]);
        double? Growth(Func<Interval, double> figure) => Spread.Of(last.Select(i => (double?)figure(i)))?.Median / Spread.Of(first.Select(i => (double?)figure(i)))?.Median;
        if (Growth(i => i.MiB) > MemoryTolerance) yield return $"memory × {Growth(i => i.MiB):N2}";
        if (Growth(i => i.Handles) > MemoryTolerance) yield return $"handles × {Growth(i => i.Handles):N2}";
        if (Growth(i => i.Threads) > MemoryTolerance) yield return $"threads × {Growth(i => i.Threads):N2}";
        if (Growth(i => i.Report.P99) > LatencyTolerance) yield return $"p99 × {Growth(i => i.Report.P99):N2}";
    }
}
