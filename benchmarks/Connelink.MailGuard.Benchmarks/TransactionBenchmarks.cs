using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>A 4 KB message from MAIL to the final reply through the whole gateway, all rules, log and metrics on; beside it the same to the next hop at once.</summary>
/// <remarks>
/// Over loopback, not over memory: the connection type is sealed over a socket, and an interface only for this would cost what is measured. Client and next hop
/// allocate nothing, so all that the process allocates is the gateway's. With one connection the time is mostly that of waking threads.
/// </remarks>
public class TransactionBenchmarks
{
    private readonly AuditLog _audit = new(Stream.Null, NullLogger.Instance);
    private readonly MailGuardMetrics _metrics = new();
    private readonly MeterListener _listener = new() { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
    private readonly LoopbackNextHop _nextHop = new();
    private SmtpGateway _gateway = null!;
    private LoopbackClient _client = null!;
    private LoopbackClient _direct = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var options = new MailGuardOptions
        {
            HostName = "gateway.example",
            // One session for all of them.
            Smtp = { MaxTransactions = int.MaxValue },
            NextHops = { ["hop"] = new NextHopOptions { Hosts = [_nextHop.Endpoint.ToString()], Tls = NextHopTls.None } },
            Listeners = [new() { Name = "inbound", Endpoint = "127.0.0.1:0", Direction = Direction.Inbound, NextHop = "hop", AllowedClients = ["127.0.0.0/8"] }],
        };
        var rules = StandardRules.Create(options.Rules, options.HostName, []);
        _listener.Start();
        _gateway = new SmtpGateway(options, new Declared(Addresses.Directory(100_000)), rules, _audit, _metrics, NullLoggerFactory.Instance, TimeProvider.System);
        _gateway.StartAsync(default).GetAwaiter().GetResult();
        _client = new LoopbackClient(_gateway.Endpoints[0].Endpoint, Mail.Text(4096));
        _direct = new LoopbackClient(_nextHop.Endpoint, Mail.Text(4096));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _client.Dispose();
        _direct.Dispose();
        _gateway.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _nextHop.Dispose();
        _audit.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _listener.Dispose();
        _metrics.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Direct() => _direct.Send();

    [Benchmark, HotPath]
    public void OneCommandAtATime() => _client.Send();

    [Benchmark, HotPath]
    public void Pipelined() => _client.SendPipelined();

    private sealed class Declared(DirectorySnapshot snapshot) : IAddressDirectory
    {
        public IDirectorySnapshot? Current => snapshot;
    }
}
