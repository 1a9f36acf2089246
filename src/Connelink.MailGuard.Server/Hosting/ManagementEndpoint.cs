using System.Net;
using Connelink.MailGuard.Session;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Health and metrics over HTTP, apart from the mail path: /health/live, /health/ready, /metrics.</summary>
internal static class ManagementEndpoint
{
    public static void Add(WebApplicationBuilder builder, ManagementOptions options)
    {
        builder.Services.AddRoutingCore().AddSingleton<Readiness>().AddSingleton<GatewayState>();
        if (options.Endpoint.Length == 0)
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(IPEndPoint.Parse(options.Endpoint));
        });
    }

    public static void Map(WebApplication app)
    {
        app.UseRouting();
        app.MapGet("/health/live", (RequestDelegate)(context => WriteAsync(context, StatusCodes.Status200OK, new ReadinessReport(true, []))));
        app.MapGet("/health/ready", (RequestDelegate)(context =>
        {
            var report = app.Services.GetRequiredService<Readiness>().Report();
            return WriteAsync(context, report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, report);
        }));
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static Task WriteAsync(HttpContext context, int status, ReadinessReport report)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(report);
    }

    /// <summary>No management endpoint is wanted, and the host insists on a server.</summary>
    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
