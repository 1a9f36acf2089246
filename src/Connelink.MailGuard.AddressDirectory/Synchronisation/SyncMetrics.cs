using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Instruments of the synchronisation: how old the data of each source is, and how its passes ended.</summary>
public sealed class SyncMetrics
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _passes;
    private readonly ConcurrentDictionary<(string Tenant, string Source), DateTimeOffset> _asOf = new();

    public SyncMetrics(Meter meter, TimeProvider time)
    {
        _time = time;
        _passes = meter.CreateCounter<long>("mailguard.directory.passes", "{pass}", "Synchronisations by tenant, source and result");
        meter.CreateObservableGauge("mailguard.directory.source.age", Ages, "s", "Time since the directory last agreed with the source");
    }

    /// <summary>A source is known: its series exist from now on.</summary>
    /// <param name="asOf">When the directory last agreed with it, as noted by any node; null: never.</param>
    public void Known(string tenant, string source, DateTimeOffset? asOf)
    {
        if (_asOf.TryAdd((tenant, source), asOf ?? _time.GetUtcNow()))
        {
            foreach (var result in (string[])["done", "failed"]) Add(tenant, source, result, 0);
        }
        if (asOf is { } at) _asOf[(tenant, source)] = at;
    }

    /// <summary>Sources that are no more have no age.</summary>
    public void Forget(IReadOnlySet<(string Tenant, string Source)> known)
    {
        foreach (var gone in _asOf.Keys.Where(key => !known.Contains(key))) _asOf.TryRemove(gone, out _);
    }

    public void Passed(string tenant, string source, bool isDone) => Add(tenant, source, isDone ? "done" : "failed", 1);

    private void Add(string tenant, string source, string result, long passes) =>
        _passes.Add(passes, new("tenant", tenant), new("source", source), new("result", result));

    private IEnumerable<Measurement<double>> Ages() => _asOf.Select(known => new Measurement<double>(
        (_time.GetUtcNow() - known.Value).TotalSeconds, new("tenant", known.Key.Tenant), new KeyValuePair<string, object?>("source", known.Key.Source)));
}
