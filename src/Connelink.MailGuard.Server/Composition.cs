using System.Diagnostics.Metrics;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Server.Hosting;
using Connelink.MailGuard.Session;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Connelink.MailGuard.Server;

/// <summary>All registrations of the program.</summary>
internal static class Composition
{
    /// <summary>Octets of records that may wait to be written; then sessions wait, and nothing is lost.</summary>
    private const int AuditCapacity = 4 * 1024 * 1024;

    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        AddLogging(builder.Logging, settings.Source);
        AddEngine(builder.Services, settings);
        AddMetrics(builder.Services);
        ManagementEndpoint.Add(builder, settings.MailGuard.Management);
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        // Sessions have StopTimeout to end; the rest of the program, a little more.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = settings.MailGuard.Smtp.StopTimeout + TimeSpan.FromSeconds(5));
    }

    /// <summary>The order matters: the directory is there before the gateway opens, and leaves after it.</summary>
    private static void AddEngine(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.MailGuard).AddSingleton(Options.Create(settings.Directory)).AddSingleton(TimeProvider.System);
        if (settings.Directory.Provider == DirectoryOptions.File) AddDirectory<FileDirectory>(services);
        else AddStore(services);

        services.AddSingleton(RulesOf(settings));
        services.AddSingleton(s => new AuditLog(TransactionLog.Open(settings.MailGuard.Log), s.GetRequiredService<ILogger<AuditLog>>(), AuditCapacity));
        services.AddSingleton(s => new MailGuardMetrics(s.GetService<IMeterFactory>()));
        services.AddSingleton<SmtpGateway>();
        services.AddHostedService(s => new DirectoryMetrics(s.GetRequiredService<MailGuardMetrics>().Meter, s.GetRequiredService<IDirectorySource>()));
        services.AddHostedService<GatewayHost>();
        services.AddHostedService<SettingsWatcher>();
    }

    private static void AddDirectory<T>(IServiceCollection services) where T : class, IDirectorySource, IHostedService =>
        services.AddSingleton<T>()
            .AddSingleton<IDirectorySource>(s => s.GetRequiredService<T>())
            .AddSingleton<IAddressDirectory>(s => s.GetRequiredService<T>())
            .AddHostedService(s => s.GetRequiredService<T>());

    private static void AddStore(IServiceCollection services)
    {
        AddDirectory<StoreDirectory>(services);
        services.AddSingleton(s => new SyncMetrics(s.GetRequiredService<MailGuardMetrics>().Meter, s.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SyncSchedule>();
    }

    public static RuleSet RulesOf(Settings settings) =>
        StandardRules.Create(settings.MailGuard.Rules, settings.MailGuard.HostName, settings.MailGuard.HostNames);

    private static void AddMetrics(IServiceCollection services) =>
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("mailguard"))
            .WithMetrics(metrics => metrics.AddMeter("Connelink.MailGuard", "System.Runtime").AddPrometheusExporter());

    /// <summary>Single lines on standard error: standard output belongs to the transaction log.</summary>
    private static void AddLogging(ILoggingBuilder logging, IConfiguration source)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        // A failed start is told in one line by the command; the host would add the stack.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConfiguration(source.GetSection("Logging"));
        logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ "));
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
