namespace Connelink.MailGuard.Server.Check;

/// <summary>All that was judged, in figures. Its memory does not grow with the number of messages.</summary>
internal sealed class CheckSummary
{
    /// <summary>Senders that are told apart; the messages of others still count everywhere else.</summary>
    private const int MaxSenders = 100_000;

    private readonly SortedDictionary<DateOnly, CheckTally> _days = [];
    private readonly SortedDictionary<string, RuleTally> _rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CheckTally> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CheckTally> _senders = new(StringComparer.OrdinalIgnoreCase);
    private readonly long[] _directions = new long[3];
    private readonly long[] _senderSources = new long[Enum.GetValues<SenderSource>().Length];
    private readonly long[] _recipientSources = new long[Enum.GetValues<RecipientSource>().Length];

    public CheckTally All { get; } = new();

    public long Octets { get; private set; }

    /// <summary>Messages without a Date field that could be true.</summary>
    public long Undated { get; private set; }

    public IReadOnlyDictionary<DateOnly, CheckTally> Days => _days;

    public IReadOnlyDictionary<string, RuleTally> Rules => _rules;

    /// <summary>The empty name: mail of nobody who is hosted.</summary>
    public IReadOnlyDictionary<string, CheckTally> Tenants => _tenants;

    public IReadOnlyList<long> Directions => _directions;

    public IReadOnlyList<long> SenderSources => _senderSources;

    public IReadOnlyList<long> RecipientSources => _recipientSources;

    public void Add(CheckedMessage message)
    {
        All.Add(message.Verdict);
        Octets += message.Octets;
        _directions[(int)message.Direction]++;
        _senderSources[(int)message.SenderSource]++;
        _recipientSources[(int)message.RecipientSource]++;
        if (message.Date is { } date) Tally(_days, date).Add(message.Verdict);
        else Undated++;
        Tally(_tenants, message.Tenant).Add(message.Verdict);
        if (message.Findings.Count > 0) CountSender(message);
        foreach (var finding in message.Findings.DistinctBy(f => (f.Rule, f.IsRefusal))) Rule(finding.Rule).Add(message, finding);
        foreach (var edit in message.Edits) Rule(edit.Rule).Add(edit);
    }

    /// <summary>Those with the most refusals.</summary>
    public IReadOnlyList<KeyValuePair<string, CheckTally>> TopSenders(int count) =>
        [.. _senders.OrderByDescending(s => s.Value.Refused).ThenBy(s => s.Key, StringComparer.Ordinal).Take(count)];

    private void CountSender(CheckedMessage message)
    {
        if (_senders.TryGetValue(message.Sender, out var tally)) tally.Add(message.Verdict);
        else if (_senders.Count < MaxSenders) Tally(_senders, message.Sender).Add(message.Verdict);
    }

    private RuleTally Rule(string name)
    {
        if (!_rules.TryGetValue(name, out var tally)) _rules[name] = tally = new RuleTally();
        return tally;
    }

    private static CheckTally Tally<TKey>(IDictionary<TKey, CheckTally> tallies, TKey key)
    {
        if (!tallies.TryGetValue(key, out var tally)) tallies[key] = tally = new CheckTally();
        return tally;
    }
}
