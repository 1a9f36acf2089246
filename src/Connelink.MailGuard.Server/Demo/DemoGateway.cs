using System.Net;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Server.Hosting;
using Connelink.MailGuard.Session;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>The gateway as `serve` runs it, on free loopback ports, before a next hop of the demo's own.</summary>
internal sealed class DemoGateway : IAsyncDisposable
{
    private const string NextHop = "demo";
    private const string Strangers = "strangers";

    private readonly WebApplication _app;

    private DemoGateway(WebApplication app) => _app = app;

    public string Management => _app.Urls.FirstOrDefault() ?? "none";

    public static async Task<DemoGateway> StartAsync(DemoNextHop nextHop, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(new StartArguments([]));
        Composition.Add(builder, SettingsFor(nextHop));
        // The table is on standard output; the transaction log would stand between its rows.
        builder.Services.AddSingleton(_ => new AuditLog(Stream.Null, NullLogger.Instance, capacity: 1024));
        var app = builder.Build();
        ManagementEndpoint.Map(app);
        await app.StartAsync(cancel);
        return new(app);
    }

    public IPEndPoint EndpointFor(DemoMessage message) => Endpoint(message.IsStranger ? Strangers : SettingValue.Word(message.Direction));

    public IPEndPoint Endpoint(string listener) => _app.Services.GetRequiredService<SmtpGateway>().Endpoints.Single(e => e.Listener.Name == listener).Endpoint;

    public Task WaitAsync(CancellationToken cancel) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Settings SettingsFor(DemoNextHop nextHop)
    {
        var options = new MailGuardOptions { HostName = "mailguard.demo.example" };
        options.NextHops[NextHop] = new NextHopOptions { Hosts = [nextHop.Endpoint.ToString()] };
        options.Listeners.Add(Listener("inbound", Direction.Inbound, "127.0.0.0/8"));
        options.Listeners.Add(Listener("outbound", Direction.Outbound, "127.0.0.0/8"));
        options.Listeners.Add(Listener(Strangers, Direction.Inbound, "192.0.2.0/24"));
        options.Management.Endpoint = "127.0.0.1:0";
        // By default only ZIP files: the demo shows what else can be asked for.
        options.Rules.EncryptedArchive.Formats = ["zip", "7z", "rar"];
        var directory = new DirectoryOptions { Path = Path.Combine(AppContext.BaseDirectory, "directory.sample.json") };
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Error")]).Build();
        return new(Path.Combine(AppContext.BaseDirectory, "no-such-file.json"), options, directory, quiet);
    }

    private static ListenerOptions Listener(string name, Direction direction, string clients) =>
        new() { Name = name, Endpoint = "127.0.0.1:0", Direction = direction, NextHop = NextHop, AllowedClients = [clients] };
}
