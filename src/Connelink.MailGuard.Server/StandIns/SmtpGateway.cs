using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;

namespace Connelink.MailGuard.Session
{
    /// <summary>Stand-in until the engine is merged: listens, and answers nobody.</summary>
    public sealed class SmtpGateway(MailGuardOptions options, IAddressDirectory directory, RuleSet rules, AuditLog audit, MailGuardMetrics metrics, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
    {
        private readonly List<TcpListener> _listeners = [];
        private RuleSet _rules = rules;

        public IReadOnlyList<(ListenerOptions Listener, IPEndPoint Endpoint)> Endpoints =>
            [.. _listeners.Zip(options.Listeners, (socket, listener) => (listener, (IPEndPoint)socket.LocalEndpoint))];

        public IReadOnlyList<NextHopHealth> NextHops =>
            [.. options.NextHops.SelectMany(n => n.Value.Hosts.Select(h => new NextHopHealth(n.Key, h, true, null, default, 0)))];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = (directory, audit, metrics, loggers, time, _rules);
            foreach (var listener in options.Listeners)
            {
                var socket = new TcpListener(IPEndPoint.Parse(listener.Endpoint));
                socket.Start();
                _listeners.Add(socket);
            }
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            foreach (var socket in _listeners) socket.Stop();
            return Task.CompletedTask;
        }

        public void Use(RuleSet rules) => _rules = rules;

        public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
    }

    /// <summary>Stand-in.</summary>
}

namespace Connelink.MailGuard.Audit
{
    /// <summary>Stand-in.</summary>
    public sealed class AuditLog(Stream output, int capacity) : IAsyncDisposable
    {
        public int Capacity => capacity;

        public ValueTask DisposeAsync() => new(output.FlushAsync());
    }

    /// <summary>Stand-in.</summary>
    public sealed class MailGuardMetrics
    {
        public MailGuardMetrics(IMeterFactory? meterFactory) =>
            (meterFactory?.Create("Connelink.MailGuard") ?? new Meter("Connelink.MailGuard")).CreateObservableGauge("mailguard.standin", () => 1);
    }
}
