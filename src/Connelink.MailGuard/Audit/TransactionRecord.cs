using System.Net;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Audit;

/// <summary>What happened in one mail transaction: envelope, verdicts and reply, never content. One for each session, reused.</summary>
public sealed class TransactionRecord
{
    private const int MaxRefused = 100;

    private readonly char[] _id = new char[TransactionId.Length];
    private readonly List<(ForwardPath Recipient, Reply Reply, string? Rule)> _refused = [];

    public ReadOnlySpan<char> Id => _id;

    public DateTimeOffset Started { get; private set; }

    public string Listener { get; init; } = "";

    public IPAddress Client { get; init; } = IPAddress.None;

    /// <summary>The argument of EHLO or HELO, for people.</summary>
    public string Hello { get; set; } = "";

    public string? Tls { get; set; }

    /// <summary>Reverse-path, recipients, observed objections.</summary>
    public MailContext Mail { get; init; } = new();

    /// <summary>The first refused recipients with their replies; <see cref="RefusedCount"/> has them all.</summary>
    public IReadOnlyList<(ForwardPath Recipient, Reply Reply, string? Rule)> Refused => _refused;

    public int RefusedCount { get; private set; }

    /// <summary>Octets of mail data as received, dot-stuffed, with the final dot.</summary>
    public long Octets { get; set; }

    public TransactionOutcome Outcome { get; set; }

    /// <summary>The reply to the message, or to DATA; null when it never came so far.</summary>
    public Reply? Reply { get; set; }

    /// <summary>The rule that refused the message.</summary>
    public string? Rule { get; set; }

    public string? NextHop { get; set; }

    public string? Host { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>MAIL.</summary>
    public void Begin(DateTimeOffset now)
    {
        TransactionId.Write(_id);
        Started = now;
        _refused.Clear();
        RefusedCount = 0;
        Octets = 0;
        Outcome = TransactionOutcome.Abandoned;
        Reply = null;
        Rule = NextHop = Host = null;
    }

    public void Refuse(ForwardPath recipient, Reply reply, string? rule)
    {
        RefusedCount++;
        if (_refused.Count < MaxRefused) _refused.Add((recipient, reply, rule));
    }
}
