using System.Diagnostics.Metrics;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Connelink.MailGuard.Tests.Repository;

/// <summary>docs/operations.md and the instruments agree.</summary>
public sealed class OperationsPageTests
{
    [Fact]
    public async Task Every_instrument_is_on_the_operations_page_with_its_unit()
    {
        var page = await File.ReadAllTextAsync(SourceTree.PathOf("docs/operations.md"), TestContext.Current.CancellationToken);
        List<Instrument> instruments = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        using var metrics = new MailGuardMetrics();
        await using var audit = new AuditLog(Stream.Null, NullLogger.Instance);
        var options = new MailGuardOptions { HostName = "mailguard.example" };
        await using var gateway = new SmtpGateway(
            options, new NoDirectory(), StandardRules.Create(new PolicyOptions(), "mailguard.example", []), audit, metrics, NullLoggerFactory.Instance, TimeProvider.System);
        _ = new SyncMetrics(metrics.Meter, TimeProvider.System);
        using var directory = new FileDirectory(Options.Create(new DirectoryOptions()), TimeProvider.System, NullLogger<FileDirectory>.Instance);
        await new DirectoryMetrics(metrics.Meter, directory).StartAsync(TestContext.Current.CancellationToken);
        listener.Start();

        var ours = instruments.Where(instrument => ReferenceEquals(instrument.Meter, metrics.Meter)).ToList();
        Assert.True(ours.Count >= 16);
        Assert.All(ours, instrument => Assert.Contains($"| {instrument.Name} | {instrument.Unit} |", page, StringComparison.Ordinal));
    }

    private sealed class NoDirectory : IAddressDirectory
    {
        public IDirectorySnapshot? Current => null;
    }
}
