using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Starts and drains the gateway with the program.</summary>
internal sealed partial class GatewayHost(SmtpGateway gateway, Settings settings, GatewayState state, ILogger<GatewayHost> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        CompactMemory();
        try
        {
            await gateway.StartAsync(cancellationToken);
        }
        catch (SocketException failure)
        {
            throw new StartupException(Explain(failure), failure);
        }
        state.IsOpen = true;
        Log.Polling(log, SmtpGateway.Polling);
        foreach (var (listener, endpoint) in gateway.Endpoints)
        {
            Log.Listening(log, listener.Name, SettingValue.Word(listener.Direction), endpoint, listener.NextHop);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Stopped without having opened: why it could not start is all there is to say.
        var wasOpen = state.IsOpen;
        state.IsOpen = false;
        if (wasOpen) Log.Stopping(log, settings.MailGuard.Smtp.StopTimeout);
        await gateway.StopAsync(cancellationToken);
        if (wasOpen) Log.Stopped(log);
    }

    /// <summary>Reading the directory leaves large blocks that nobody uses, between those that stay: 11 MB for 100,000 addresses.</summary>
    private static void CompactMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>The exception does not say which listener it was: the one that still cannot be bound.</summary>
    private string Explain(SocketException failure)
    {
        foreach (var listener in settings.MailGuard.Listeners)
        {
            if (Endpoints.TryParse(listener.Endpoint, out var endpoint) && TryBind(endpoint) is { } taken)
            {
                return $"listener \"{listener.Name}\" cannot be opened on {listener.Endpoint}: {taken.Message}{Mend(taken.SocketErrorCode)}";
            }
        }
        return failure.Message;
    }

    private static string Mend(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => "; stop what listens there, or name another port",
        SocketError.AccessDenied => "; ports below 1024 need the capability CAP_NET_BIND_SERVICE or an inherited socket",
        SocketError.AddressNotAvailable => "; it is no address of this machine",
        _ => "",
    };

    private static SocketException? TryBind(IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            return null;
        }
        catch (SocketException taken)
        {
            return taken;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Listener {Listener}: {Direction} on {Endpoint} to next hop {NextHop}")]
        public static partial void Listening(ILogger log, string listener, string direction, IPEndPoint endpoint, string nextHop);

        [LoggerMessage(1004, LogLevel.Information, "Sockets are polled by {Polling}")]
        public static partial void Polling(ILogger log, string polling);

        [LoggerMessage(1002, LogLevel.Information, "Stopping: listeners close, sessions may end their transaction for {StopTimeout}")]
        public static partial void Stopping(ILogger log, TimeSpan stopTimeout);

        [LoggerMessage(1003, LogLevel.Information, "Stopped")]
        public static partial void Stopped(ILogger log);
    }
}
