using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Session;

/// <summary>Accepts connections, turns away whom it must, and starts a session for each other.</summary>
public sealed partial class SmtpListener(ListenerContext at, Socket socket, Deadlines deadlines, SessionCounts counts) : IDisposable
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(5);

    private readonly ListeningSocket _listening = new(socket);
    private readonly HashSet<SmtpSession> _sessions = [];
    private readonly Lock _lock = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>The actual address, with the port that was chosen where 0 was asked for.</summary>
    public IPEndPoint Endpoint { get; } = (IPEndPoint)socket.LocalEndPoint!;

    public ListenerOptions Options => at.Listener;

    /// <summary>Sessions open now.</summary>
    public int Sessions
    {
        get
        {
            lock (_lock) return _sessions.Count;
        }
    }

    public void Start() => _accepting = AcceptAsync();

    /// <summary>No new connections.</summary>
    public async ValueTask StopAcceptingAsync()
    {
        _listening.Dispose();
        await _accepting;
    }

    /// <summary>Sessions between transactions end now, others with their transaction.</summary>
    public void EndIdleSessions()
    {
        foreach (var session in Snapshot()) session.StopWhenIdle();
    }

    public void AbortSessions()
    {
        foreach (var session in Snapshot()) session.Abort();
    }

    public void Dispose() => _listening.Dispose();

    private SmtpSession[] Snapshot()
    {
        lock (_lock) return [.. _sessions];
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var (accepted, error) = await _listening.AcceptAsync();
            if (accepted is not null)
            {
                _ = ServeAsync(accepted);
                continue;
            }
            if (_listening.IsClosed) return;

            // Out of handles, or the client was gone at once: neither may end the listener.
            Log.AcceptFailed(at.Logger, Options.Name, error);
            await Task.Delay(10);
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        SmtpConnection client;
        try
        {
            client = new SmtpConnection(accepted, deadlines);
        }
        catch (SocketException) // no room is left to poll it
        {
            accepted.Dispose();
            return;
        }
        if (Refusal(client.RemoteAddress) is { } refusal)
        {
            at.Metrics.SessionOpened(Options.Name, admitted: false);
            await client.WriteAsync(refusal.Line, FarewellTimeout);
            await client.EndWritingAsync(FarewellTimeout);
            client.Dispose();
            return;
        }
        at.Metrics.SessionOpened(Options.Name, admitted: true);
        var session = new SmtpSession(at, client);
        lock (_lock) _sessions.Add(session);
        await session.RunAsync();
        lock (_lock) _sessions.Remove(session);
        counts.Leave(client.RemoteAddress);
        at.Metrics.SessionClosed();
    }

    /// <summary>The guard trusted-client, and the limits on connections. Null: the client is admitted and counted.</summary>
    private Reply? Refusal(IPAddress client)
    {
        if (!at.AllowedClients.Contains(client))
        {
            Log.Untrusted(at.Logger, Options.Name, client);
            at.Metrics.Refused(TrustedClient.RuleName);
            return RefusalText.Reply(TrustedClient.Refuse(client, Options.RefuseUntrustedPermanently), Language.English, Audit.TransactionId.New());
        }
        return counts.TryEnter(client) ? null : Replies.TooManyConnections;
    }

    private static partial class Log
    {
        [LoggerMessage(310, LogLevel.Warning, "Listener {Listener}: {Client} is not an allowed client and was turned away; the antispam service is mandatory")]
        public static partial void Untrusted(ILogger log, string listener, IPAddress client);

        [LoggerMessage(311, LogLevel.Warning, "Listener {Listener}: a connection could not be accepted: {Error}")]
        public static partial void AcceptFailed(ILogger log, string listener, string? error);
    }
}
