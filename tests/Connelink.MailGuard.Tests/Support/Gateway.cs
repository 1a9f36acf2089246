using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Policy;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Tests.Support;

/// <summary>The real gateway in this process, on loopback, before a scripted next hop.</summary>
public sealed class Gateway : IAsyncDisposable
{
    private readonly AuditLog _audit;
    private readonly MailGuardMetrics _metrics = new();
    private readonly MemoryStream _lines = new();
    private readonly SmtpGateway _gateway;

    private Gateway(MailGuardOptions options, RuleSet rules, IAddressDirectory directory)
    {
        _audit = new AuditLog(Stream.Synchronized(_lines), new Mistakes(this));
        _gateway = new SmtpGateway(options, directory, rules, _audit, _metrics, new Mistakes(this), TimeProvider.System);
    }

    /// <summary>What the log holds at level Error: a mistake of ours, never a peer's doing.</summary>
    public List<string> Errors { get; } = [];

    public IPEndPoint Inbound => _gateway.Endpoints[0].Endpoint;

    public IPEndPoint Outbound => _gateway.Endpoints[1].Endpoint;

    public SmtpGateway Running => _gateway;

    /// <summary>Hosts example.org with ada, bob, carol and u1 to u600; inbound and outbound listener.</summary>
    public static async Task<Gateway> StartAsync(FakeNextHop nextHop, Action<MailGuardOptions>? change = null, RuleSet? rules = null)
    {
        var options = new MailGuardOptions
        {
            HostName = "gateway.example",
            NextHops = { ["hop"] = new NextHopOptions { Hosts = [nextHop.Host], Tls = NextHopTls.None } },
            Listeners =
            [
                new ListenerOptions { Name = "inbound", Endpoint = "127.0.0.1:0", Direction = Direction.Inbound, NextHop = "hop", AllowedClients = ["127.0.0.0/8"] },
                new ListenerOptions { Name = "outbound", Endpoint = "127.0.0.1:0", Direction = Direction.Outbound, NextHop = "hop", AllowedClients = ["127.0.0.0/8"] },
            ],
        };
        change?.Invoke(options);
        var directory = new TableDirectory();
        foreach (var name in (string[])["ada", "bob", "carol", .. Enumerable.Range(1, 600).Select(n => $"u{n}")]) directory.Declare($"{name}@example.org");
        var gateway = new Gateway(options, rules ?? StandardRules.Create(options.Rules, options.HostName, []), new Snapshot(directory));
        await gateway._gateway.StartAsync(default);
        return gateway;
    }

    public Task<SmtpDialog> ConnectAsync(bool hello = true, string from = "127.0.0.1") => SmtpDialog.OpenAsync(Inbound, hello, from);

    /// <summary>Connects inbound, says EHLO, plays.</summary>
    public async Task PlayAsync(string script)
    {
        await using var client = await ConnectAsync();
        await client.PlayAsync(script);
    }

    /// <summary>The records so far, once there are as many as expected.</summary>
    public async Task<IReadOnlyList<JsonNode>> RecordsAsync(int count)
    {
        await FakeNextHop.UntilAsync(() => Lines().Length >= count, $"{count} records");
        return [.. Lines().Select(line => JsonNode.Parse(line)!)];
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync(new CancellationToken(canceled: true));
        await _gateway.DisposeAsync();
        await _audit.DisposeAsync();
        _metrics.Dispose();
        Xunit.Assert.Empty(Errors);
    }

    private string[] Lines() => Encoding.UTF8.GetString(_lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed class Snapshot(IDirectorySnapshot snapshot) : IAddressDirectory
    {
        public IDirectorySnapshot? Current => snapshot;
    }

    private sealed class Mistakes(Gateway gateway) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Error) return;
            lock (gateway.Errors) gateway.Errors.Add(formatter(state, exception) + exception);
        }
    }
}
