using Connelink.MailGuard.Load.Report;

namespace Connelink.MailGuard.Load.Client;

/// <summary>Runs all connections through a warm-up and the measured phase.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly ClientOptions _options;
    private readonly ClientLoop[] _loops;
    private readonly NumberSet _accepted = new();
    private int _next;

    public LoadClient(ClientOptions options, uint run)
    {
        (_options, Run) = (options, run);
        _loops = [.. Enumerable.Range(0, options.Connections).Select(_ => new ClientLoop(options, run, _accepted))];
    }

    public uint Run { get; }

    /// <summary>The messages that were acknowledged, those of the warm-up too.</summary>
    public IEnumerable<int> Accepted => _accepted.Seen().Select(seen => seen.Number);

    public async Task<ClientReport> MeasureAsync(CancellationToken cancel)
    {
        if (_options.WarmUp > TimeSpan.Zero) await PhaseAsync(0, _options.WarmUp, cancel);

        var usage = new ProcessUsage(_options.Pids);
        var tally = await PhaseAsync(_options.Messages, _options.Duration, cancel);
        var report = ClientReport.From(tally, Run) with { AcceptedInAll = Accepted.LongCount() };
        // A hop with a queue has not done its work before the sink has everything.
        if (_options.Sink is { } sink) report = await report.VerifyAsync(sink, _options.Settle, Accepted);
        if (_options.Pids.Count > 0)
        {
            report = report with { CpuSecondsPer1000 = usage.CpuSecondsSince() * 1000 / Math.Max(1, tally.Accepted), PeakMiB = usage.PeakMiB() };
        }
        await Task.WhenAll(_loops.Select(loop => loop.CloseAsync())).WaitAsync(_options.Stall, CancellationToken.None);
        return report;
    }

    public void Dispose()
    {
        foreach (var loop in _loops) loop.Dispose();
    }

    private async Task<ClientTally> PhaseAsync(int messages, TimeSpan duration, CancellationToken cancel)
    {
        var schedule = new Schedule(_next, messages, duration, _options.Rate, _options.PoisonPercent);
        await using var stop = cancel.Register(schedule.Stop);
        var tally = new ClientTally();
        var loops = Task.WhenAll(_loops.Select(loop => loop.RunAsync(schedule, tally)));
        await WatchAsync(loops, schedule, tally);
        _next = schedule.Next;
        return tally;
    }

    /// <summary>A server that hangs must end the run, as failures.</summary>
    private async Task WatchAsync(Task loops, Schedule schedule, ClientTally tally)
    {
        var (ended, seconds) = (-1L, 0);
        while (await Task.WhenAny(loops, Task.Delay(1000, CancellationToken.None)) != loops)
        {
            seconds = ended == tally.Ended ? seconds + 1 : 0;
            ended = tally.Ended;
            if (seconds < _options.Stall.TotalSeconds) continue;
            schedule.Stop();
            foreach (var loop in _loops) loop.Abort();
        }
        await loops;
    }
}
