using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Relay;

/// <summary>Health: each host is asked before the listeners open and every 30 s, and whenever it is dialled; what changes is logged.</summary>
public sealed partial class NextHopPool
{
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Asks every host once, then goes on in the background.</summary>
    public async Task StartProbesAsync()
    {
        await ProbeAllAsync();
        _watching = Task.WhenAll(EveryAsync(Options.ProbeInterval, ProbeAllAsync), EveryAsync(SweepPeriod, SweepAsync));
    }

    public IEnumerable<NextHopHealth> Health =>
        Hosts.Select(host => new NextHopHealth(Name, host.Name, host.IsUp, host.Problem, host.Extensions, host.Size));

    /// <summary>A reply that only a wrong configuration explains.</summary>
    internal void ReportMisconfiguration(NextHopHost host, string command, Reply reply)
    {
        if (host.Misconfigured($"{command} was answered with {reply}")) Log.Misconfigured(_log, Name, host.Name, command, reply.ToString());
    }

    private async Task EveryAsync(TimeSpan period, Func<Task> work)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) await work();
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private Task ProbeAllAsync() => Task.WhenAll(Hosts.Select(ProbeAsync));

    private async Task ProbeAsync(NextHopHost host)
    {
        var (connection, _) = await OpenAsync(host, evenIfFull: true);
        if (connection is not null) _ = DismissAsync(connection);
    }

    /// <summary>Dials the host, and takes note of what that says about it. The connection counts among the host's until it leaves.</summary>
    private async ValueTask<(NextHopConnection? Connection, bool IsFull)> OpenAsync(NextHopHost host, bool evenIfFull)
    {
        lock (_lock)
        {
            var now = Deadlines.Now;
            if (!evenIfFull && !host.Places.HasRoom(now)) return (null, true);
            host.Places.Enter(now);
        }
        var wasUp = host.IsUp;
        var (connection, problem) = await DialAsync(host);
        bool isFull, isNews;
        lock (_lock)
        {
            if (connection is not null) host.Places.Opened(Deadlines.Now);
            else host.Places.Leave();
            isFull = problem is { IsBusy: true } && host.Places.TurnedAway(Deadlines.Now);
            isNews = isFull && Capacity < Options.MaxConnections && host.Places.IsNews();
        }
        if (isNews) Log.Full(_log, Name, host.Name, host.Places.Bound, problem!.Text);
        if (connection is not null) host.Answered(connection.Extensions, connection.Size);
        else if (!isFull) host.Failed(problem!.Text, problem.IsRefusal);
        if (wasUp && !host.IsUp) Log.Down(_log, Name, host.Name, host.Problem);
        if (!wasUp && host.IsUp) Log.Up(_log, Name, host.Name);
        return (connection, isFull);
    }

    /// <summary>A mistake of ours is a failure like any other: whoever asked has a place in the pool to give up.</summary>
    private async ValueTask<(NextHopConnection?, DialProblem?)> DialAsync(NextHopHost host)
    {
        try
        {
            return await _dialler.OpenAsync(host);
        }
        catch (Exception mistake)
        {
            Log.DialFailed(_log, mistake, Name, host.Name);
            return (null, "it could not be dialled, by a mistake of the gateway");
        }
    }

    private async ValueTask StopProbesAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Warning, "Next hop {NextHop}: host {Host} is down: {Problem}")]
        public static partial void Down(ILogger log, string nextHop, string host, string? problem);

        [LoggerMessage(201, LogLevel.Information, "Next hop {NextHop}: host {Host} is up")]
        public static partial void Up(ILogger log, string nextHop, string host);

        [LoggerMessage(202, LogLevel.Warning, "Next hop {NextHop}: host {Host} refuses us, not the message: {Command} was answered with {Reply}; mail waits at its clients until this is mended")]
        public static partial void Misconfigured(ILogger log, string nextHop, string host, string command, string reply);

        [LoggerMessage(203, LogLevel.Warning, "Next hop {NextHop}: host {Host} takes {Connections} connections and no more: {Problem}; lower MaxConnections, or let it take more")]
        public static partial void Full(ILogger log, string nextHop, string host, int connections, string problem);

        [LoggerMessage(204, LogLevel.Error, "Next hop {NextHop}: host {Host} could not be dialled, by a mistake of the gateway")]
        public static partial void DialFailed(ILogger log, Exception mistake, string nextHop, string host);
    }
}
