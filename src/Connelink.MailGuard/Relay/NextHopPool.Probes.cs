using Connelink.MailGuard.Smtp;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Relay;

/// <summary>Health: each host is asked before the listeners open and every 30 s; what changes is logged.</summary>
public sealed partial class NextHopPool
{
    private readonly CancellationTokenSource _stop = new();
    private Task _probing = Task.CompletedTask;

    /// <summary>Asks every host once, then goes on in the background.</summary>
    public async Task StartProbesAsync()
    {
        await ProbeAllAsync();
        _probing = ProbeOnAndOnAsync();
    }

    public IEnumerable<NextHopHealth> Health =>
        Hosts.Select(host => new NextHopHealth(Name, host.Name, host.IsUp, host.Problem, host.Extensions, host.Size));

    /// <summary>A reply that only a wrong configuration explains.</summary>
    internal void ReportMisconfiguration(NextHopHost host, string command, Reply reply)
    {
        if (host.Misconfigured($"{command} was answered with {reply}")) Log.Misconfigured(_log, Name, host.Name, command, reply.ToString());
    }

    private async Task ProbeOnAndOnAsync()
    {
        using var timer = new PeriodicTimer(Options.ProbeInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await ProbeAllAsync();
                CloseStaleIdle();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private Task ProbeAllAsync() => Task.WhenAll(Hosts.Select(ProbeAsync));

    private async Task ProbeAsync(NextHopHost host)
    {
        var wasUp = host.IsUp;
        using var connection = await _dialler.OpenAsync(host);
        Report(host, wasUp);
        if (connection is null || !await connection.Smtp.WriteAsync("QUIT\r\n"u8.ToArray(), Options.ConnectTimeout)) return;
        await connection.ReadReplyAsync(Options.ConnectTimeout);
    }

    private void Report(NextHopHost host, bool wasUp)
    {
        if (wasUp && !host.IsUp) Log.Down(_log, Name, host.Name, host.Problem);
        if (!wasUp && host.IsUp) Log.Up(_log, Name, host.Name);
    }

    /// <summary>Idle connections over their time are closed with a QUIT that nobody waits for.</summary>
    private void CloseStaleIdle()
    {
        List<NextHopConnection> stale;
        lock (_lock)
        {
            stale = _idle.FindAll(connection => !IsAlive(connection));
            _idle.RemoveAll(stale.Contains);
            foreach (var connection in stale) Closed(connection.Host);
        }
        foreach (var connection in stale) connection.Dispose();
    }

    private async ValueTask StopProbesAsync()
    {
        await _stop.CancelAsync();
        await _probing;
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
    }
}
