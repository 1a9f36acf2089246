using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Session;

/// <summary>The gateway as a whole: next hops, listeners, sessions. Built from checked options; started and stopped once.</summary>
public sealed class SmtpGateway : IAsyncDisposable
{
    /// <summary>So long aborted sessions may take to write their records.</summary>
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(2);

    private readonly MailGuardOptions _options;
    private readonly Dictionary<string, NextHopPool> _pools = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SmtpListener> _listeners = [];
    private readonly Deadlines _deadlines = new();
    private readonly WorkerLane _lane = new(Math.Max(2, Environment.ProcessorCount / 2));
    private readonly SlabPool _slabs;
    private readonly InspectionPool _inspections = new();
    private readonly SessionCounts _counts;
    private readonly CancellationTokenSource _stopping = new();
    private readonly IAddressDirectory _directory;
    private readonly AuditLog _audit;
    private readonly MailGuardMetrics _metrics;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private volatile RuleSet _rules;

    public SmtpGateway(MailGuardOptions options, IAddressDirectory directory, RuleSet rules, AuditLog audit, MailGuardMetrics metrics, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _directory, _rules, _audit, _metrics, _loggers, _time) = (options, directory, rules, audit, metrics, loggers, time);
        _slabs = new SlabPool(options.Smtp.HoldOctetsInAll);
        _counts = new SessionCounts(options.Smtp);
        foreach (var (name, hop) in options.NextHops)
        {
            _pools.Add(name, new NextHopPool(name, hop, options.HostName, _deadlines, _lane, loggers.CreateLogger<NextHopPool>()));
        }
        RegisterGauges();
    }

    /// <summary>Where it listens, with the ports that were chosen where 0 was asked for.</summary>
    public IReadOnlyList<(ListenerOptions Listener, IPEndPoint Endpoint)> Endpoints => [.. _listeners.Select(listener => (listener.Options, listener.Endpoint))];

    /// <summary>What sockets are polled by: io_uring, or epoll where the kernel forbids that or has none.</summary>
    public static string Polling => PollingLoop.Polling;

    public IReadOnlyList<NextHopHealth> NextHops => [.. _pools.Values.SelectMany(pool => pool.Health)];

    /// <summary>New rules for the transactions that begin from now on.</summary>
    public void Use(RuleSet rules) => _rules = rules;

    /// <summary>Asks the next hops what they can do, then opens the listeners.</summary>
    /// <exception cref="SocketException">An address is taken or not ours.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        PollingLoop.Start();
        await Task.WhenAll(_pools.Values.Select(pool => pool.StartProbesAsync())).WaitAsync(cancel);
        var inherited = InheritedSockets.Take();
        foreach (var options in _options.Listeners)
        {
            _metrics.Prepare(options.Name, StandardRules.Names);
            _listeners.Add(Open(options, inherited));
        }
        foreach (var listener in _listeners) listener.Start();
    }

    /// <summary>Closes the listeners and lets sessions end their transactions, up to <see cref="SmtpOptions.StopTimeout"/>.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await _stopping.CancelAsync();
        foreach (var listener in _listeners) await listener.StopAcceptingAsync();

        var until = Deadlines.Now + (long)_options.Smtp.StopTimeout.TotalMilliseconds;
        while (_listeners.Sum(listener => listener.Sessions) > 0 && Deadlines.Now < until && !cancel.IsCancellationRequested)
        {
            // Again and again: a session may have become idle since the last look.
            foreach (var listener in _listeners) listener.EndIdleSessions();
            await Task.Delay(20, CancellationToken.None);
        }
        foreach (var listener in _listeners) listener.AbortSessions();

        // What they were doing has its record too, and the log is closed after us.
        until = Deadlines.Now + (long)AbortTime.TotalMilliseconds;
        while (_listeners.Sum(listener => listener.Sessions) > 0 && Deadlines.Now < until) await Task.Delay(20, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested) await StopAsync(CancellationToken.None);
        foreach (var listener in _listeners) listener.Dispose();
        foreach (var pool in _pools.Values) await pool.DisposeAsync();
        _deadlines.Dispose();
        _lane.Dispose();
        _stopping.Dispose();
    }

    private SmtpListener Open(ListenerOptions options, InheritedSockets inherited)
    {
        var endpoint = IPEndPoint.Parse(options.Endpoint);
        var socket = inherited.Find(options.Name, endpoint) ?? Bind(endpoint);
        var context = new ListenerContext
        {
            Listener = options,
            Options = _options,
            AllowedClients = ClientNetworks.Parse(options.AllowedClients),
            Directory = _directory,
            Rules = () => _rules,
            Router = new NextHopRouter(options, _options.Routes, _pools),
            Slabs = _slabs,
            Inspections = _inspections,
            Lane = _lane,
            Certificate = string.IsNullOrEmpty(options.Certificate) ? null : new ServerCertificate(options),
            Audit = _audit,
            Metrics = _metrics,
            Logger = _loggers.CreateLogger<SmtpSession>(),
            Time = _time,
            Stopping = _stopping.Token,
        };
        return new SmtpListener(context, socket, _deadlines, _counts);
    }

    private static Socket Bind(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // [::] takes IPv4 as well; an address of its own takes its own family only.
            if (endpoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen(1024);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void RegisterGauges()
    {
        var meter = _metrics.Meter;
        meter.CreateObservableGauge("mailguard.hold.octets", () => _slabs.RentedOctets, "By", "Mail data held in memory");
        meter.CreateObservableCounter("mailguard.log.lost", () => _audit.Lost, "{line}", "Lines of the transaction log that could not be written");
        meter.CreateObservableGauge("mailguard.lane.waiting", () => _lane.Waiting, "{task}", "Work that waits for a thread of the worker lane");
        meter.CreateObservableGauge("mailguard.polling.delay", () => PollingLoop.TakeWorst().TotalSeconds, "s", "Worst delay of a polling loop since the last look");
        meter.CreateObservableGauge("mailguard.nexthop.connections", () => Measure(pool => pool.Open), "{connection}", "Connections open to a next hop");
        meter.CreateObservableGauge("mailguard.nexthop.waiting", () => Measure(pool => pool.Waiting), "{transaction}", "Transactions that wait for a connection");
        meter.CreateObservableGauge(
            "mailguard.nexthop.up",
            () => NextHops.Select(host => new System.Diagnostics.Metrics.Measurement<int>(
                host.TakesMail ? 1 : 0, new("next_hop", host.NextHop), new("host", host.Host))),
            "{host}",
            "1 when the host answers and takes mail from us");
    }

    private IEnumerable<System.Diagnostics.Metrics.Measurement<int>> Measure(Func<NextHopPool, int> figure) =>
        _pools.Values.Select(pool => new System.Diagnostics.Metrics.Measurement<int>(figure(pool), new KeyValuePair<string, object?>("next_hop", pool.Name)));
}
