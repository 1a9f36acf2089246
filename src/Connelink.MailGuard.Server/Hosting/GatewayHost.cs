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
        try
        {
            await gateway.StartAsync(cancellationToken);
        }
        catch (SocketException failure)
        {
            throw new StartupException(Explain(failure), failure);
        }
        state.IsOpen = true;
        foreach (var (listener, endpoint) in gateway.Endpoints)
        {
            Log.Listening(log, listener.Name, SettingValue.Word(listener.Direction), endpoint, listener.NextHop);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        state.IsOpen = false;
        Log.Stopping(log, settings.MailGuard.Smtp.StopTimeout);
        await gateway.StopAsync(cancellationToken);
        Log.Stopped(log);
    }

    /// <summary>The exception does not say which listener it was: the one that still cannot be bound.</summary>
    private string Explain(SocketException failure)
    {
        foreach (var listener in settings.MailGuard.Listeners)
        {
            if (Endpoints.TryParse(listener.Endpoint, out var endpoint) && TryBind(endpoint) is { } reason)
            {
                return $"listener \"{listener.Name}\" cannot be opened on {listener.Endpoint}: {reason}";
            }
        }
        return failure.Message;
    }

    private static string? TryBind(IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            return null;
        }
        catch (SocketException taken)
        {
            return taken.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Listener {Listener}: {Direction} on {Endpoint} to next hop {NextHop}")]
        public static partial void Listening(ILogger log, string listener, string direction, IPEndPoint endpoint, string nextHop);

        [LoggerMessage(1002, LogLevel.Information, "Stopping: listeners close, sessions may end their transaction for {StopTimeout}")]
        public static partial void Stopping(ILogger log, TimeSpan stopTimeout);

        [LoggerMessage(1003, LogLevel.Information, "Stopped")]
        public static partial void Stopped(ILogger log);
    }
}
