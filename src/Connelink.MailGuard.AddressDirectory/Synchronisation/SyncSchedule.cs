using Connelink.MailGuard.AddressDirectory.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Synchronises each source at its interval while the gateway runs; a source that fails is a warning, and the mail goes on.</summary>
/// <remarks>When a source is due stands in the store, so that of several nodes one does it; each remembers what itself has read.</remarks>
public sealed partial class SyncSchedule(IOptions<DirectoryOptions> options, SyncMetrics metrics, TimeProvider time, ILogger<SyncSchedule> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = new SourceSettings().Interval;

    private readonly Dictionary<(long Tenant, string Name), Running> _sources = [];
    private DirectoryStore? _store;
    private string? _lastError;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            do LookAtSources(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_sources.Values.Select(source => source.Task));
        }
    }

    private void LookAtSources(CancellationToken cancel)
    {
        try
        {
            _store ??= DirectoryStore.Open(options.Value);
            var tenants = _store.Tenants().ToDictionary(tenant => tenant.Id, tenant => tenant.Name);
            var known = new HashSet<(string, string)>();
            foreach (var source in _store.Sources())
            {
                var status = SyncStatus.Parse(source.Status);
                metrics.Known(tenants[source.Tenant], source.Name, status.SucceededAt);
                known.Add((tenants[source.Tenant], source.Name));
                if (IsDue(source, status)) Start(source, tenants[source.Tenant], cancel);
            }
            metrics.Forget(known);
            _lastError = null;
        }
        catch (Exception e) when (e is DirectoryException or KeyNotFoundException)
        {
            if (e.Message != _lastError) Log.NoStore(log, e.Message);
            _lastError = e.Message;
        }
    }

    private bool IsDue(StoredSource source, SyncStatus status)
    {
        var now = time.GetUtcNow();
        return status.Lease?.IsHeld(now) != true && !(status.TriedAt + IntervalOf(source) > now);
    }

    /// <summary>Settings with mistakes are tried too: that is how they are told.</summary>
    private static TimeSpan IntervalOf(StoredSource source)
    {
        try
        {
            return SourceSettings.Parse(source.Settings).Interval;
        }
        catch (DirectoryException)
        {
            return Interval;
        }
    }

    private void Start(StoredSource source, string tenant, CancellationToken cancel)
    {
        var key = (source.Tenant, source.Name);
        if (!_sources.TryGetValue(key, out var running)) _sources[key] = running = new Running(new SourceSync(_store!, time));
        if (running.Task.IsCompleted) running.Task = Task.Run(() => RunAsync(running.Sync, source, tenant, cancel), CancellationToken.None);
    }

    private async Task RunAsync(SourceSync sync, StoredSource source, string tenant, CancellationToken cancel)
    {
        try
        {
            var order = new SyncOrder(new ChangeReason("mailguard", $"sync {source.Name}", null));
            var outcome = await sync.RunAsync(source, order, cancel);
            if (outcome.IsElsewhere) return;
            metrics.Passed(tenant, source.Name, outcome.Problem is null);
            if (outcome.Problem is not null) Log.Failed(log, source.Name, tenant, outcome.Problem, SyncAge.Text(outcome.Age));
            else if (outcome.Change > 0) Log.Done(log, source.Name, tenant, outcome.Added, outcome.Changed, outcome.Removed, outcome.Change, outcome.Findings.Count);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
        catch (Exception e)
        {
            // A mistake of ours, or a store that went away between two questions: on this task it would be heard by nobody.
            metrics.Passed(tenant, source.Name, isDone: false);
            Log.Broken(log, e, source.Name, tenant);
        }
    }

    private sealed class Running(SourceSync sync)
    {
        public SourceSync Sync { get; } = sync;

        public Task Task { get; set; } = Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(780, LogLevel.Information, "Source {Source} of tenant {Tenant} is synchronised: {Added} added, {Changed} changed, {Removed} removed (change {Change}), {Findings} findings")]
        public static partial void Done(ILogger log, string source, string tenant, int added, int changed, int removed, long change, int findings);

        [LoggerMessage(781, LogLevel.Warning, "Source {Source} of tenant {Tenant} is not synchronised: {Problem}. {Age}")]
        public static partial void Failed(ILogger log, string source, string tenant, string problem, string age);

        [LoggerMessage(782, LogLevel.Warning, "Sources cannot be synchronised now: {Reason}")]
        public static partial void NoStore(ILogger log, string reason);

        [LoggerMessage(783, LogLevel.Error, "Synchronising source {Source} of tenant {Tenant} broke off; the directory stays as it is")]
        public static partial void Broken(ILogger log, Exception cause, string source, string tenant);
    }
}
