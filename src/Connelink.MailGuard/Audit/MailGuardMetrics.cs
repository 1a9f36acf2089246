using System.Diagnostics.Metrics;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Audit;

/// <summary>Every instrument of the gateway. Safe for all threads; adding to one allocates nothing.</summary>
public sealed class MailGuardMetrics : IDisposable
{
    public const string MeterName = "Connelink.MailGuard";

    private static readonly string[] Outcomes =
        [.. Enum.GetNames<TransactionOutcome>().Select(name => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name))];

    private readonly Meter _meter;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _recipients;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _observed;
    private readonly Counter<long> _octets;
    private readonly Counter<long> _sessions;
    private readonly Histogram<double> _duration;
    private long _sessionsOpen;

    public MailGuardMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _transactions = _meter.CreateCounter<long>("mailguard.transactions", "{transaction}", "Mail transactions by listener and outcome");
        _recipients = _meter.CreateCounter<long>("mailguard.recipients", "{recipient}", "Recipients by listener and whether they were accepted");
        _refusals = _meter.CreateCounter<long>("mailguard.rules.refusals", "{objection}", "Enforced objections by rule");
        _observed = _meter.CreateCounter<long>("mailguard.rules.observed", "{objection}", "Objections that were only recorded, by rule");
        _octets = _meter.CreateCounter<long>("mailguard.octets", "By", "Octets of mail data received by listener");
        _sessions = _meter.CreateCounter<long>("mailguard.sessions", "{session}", "Sessions by listener and whether they were admitted");
        _duration = _meter.CreateHistogram<double>("mailguard.transaction.duration", "s", "From MAIL to the reply to the message",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600] });
        _meter.CreateObservableGauge("mailguard.sessions.open", () => Volatile.Read(ref _sessionsOpen), "{session}", "Sessions open now");
    }

    /// <summary>The meter, for gauges of those who have something to show.</summary>
    public Meter Meter => _meter;

    /// <summary>Every series exists from the start, at 0: a monitoring system must not see a missing one as an error.</summary>
    public void Prepare(string listener, IEnumerable<string> rules)
    {
        foreach (var outcome in Outcomes) _transactions.Add(0, new("listener", listener), new("outcome", outcome));
        foreach (var answer in (string[])["accepted", "refused"])
        {
            _recipients.Add(0, new("listener", listener), new("answer", answer));
            _sessions.Add(0, new("listener", listener), new("answer", answer));
        }
        _octets.Add(0, new KeyValuePair<string, object?>("listener", listener));
        foreach (var rule in rules)
        {
            _refusals.Add(0, new KeyValuePair<string, object?>("rule", rule));
            _observed.Add(0, new KeyValuePair<string, object?>("rule", rule));
        }
    }

    public void SessionOpened(string listener, bool admitted)
    {
        _sessions.Add(1, new("listener", listener), new("answer", admitted ? "accepted" : "refused"));
        if (admitted) Interlocked.Increment(ref _sessionsOpen);
    }

    public void SessionClosed() => Interlocked.Decrement(ref _sessionsOpen);

    public void Refused(string rule) => _refusals.Add(1, new KeyValuePair<string, object?>("rule", rule));

    /// <summary>The transaction is over.</summary>
    public void Record(TransactionRecord record)
    {
        var listener = new KeyValuePair<string, object?>("listener", record.Listener);
        _transactions.Add(1, listener, new("outcome", Outcomes[(int)record.Outcome]));
        if (record.Mail.Recipients.Count > 0) _recipients.Add(record.Mail.Recipients.Count, listener, new("answer", "accepted"));
        if (record.RefusedCount > 0) _recipients.Add(record.RefusedCount, listener, new("answer", "refused"));
        _octets.Add(record.Octets, listener);
        _duration.Record(record.Duration.TotalSeconds, listener);
        foreach (var objection in record.Mail.Observed) Observed(objection);
    }

    public void Dispose() => _meter.Dispose();

    private void Observed(Objection objection) => _observed.Add(1, new KeyValuePair<string, object?>("rule", objection.Rule));
}
