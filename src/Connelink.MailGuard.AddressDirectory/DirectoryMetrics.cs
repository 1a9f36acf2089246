using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>How old the directory in force is. A service of the host, so that the instrument is there though nothing asks for it.</summary>
public sealed class DirectoryMetrics(Meter meter, IDirectorySource directory) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge("mailguard.directory.age", () => directory.Age.TotalSeconds, "s", "Time since the directory in force was last known to agree with its file or database");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
