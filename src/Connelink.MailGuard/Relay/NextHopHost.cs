using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>One host of a next hop and what is known of it. Safe for all threads.</summary>
public sealed class NextHopHost
{
    /// <summary>Milliseconds after which a host that still answers may have been mended: whoever sends next finds out.</summary>
    private const int MisconfigurationAge = 60_000;

    private readonly Lock _lock = new();
    private string? _problem;
    private string? _misconfiguration;
    private long _failedAt;
    private long _misconfiguredAt;

    public NextHopHost(string hop, string name)
    {
        Hop = hop;
        Name = name;
        var colon = name.LastIndexOf(':');
        Address = name[..colon].Trim('[', ']');
        Port = int.Parse(name.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The next hop's name in the configuration.</summary>
    public string Hop { get; }

    /// <summary>"host:port" as configured.</summary>
    public string Name { get; }

    /// <summary>Name or address to connect to.</summary>
    public string Address { get; }

    public int Port { get; }

    /// <summary>It has answered EHLO at least once.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>It answered when last asked.</summary>
    public bool IsUp { get; private set; } = true;

    public SmtpExtensions Extensions { get; private set; }

    /// <summary>Its SIZE limit; 0: none told.</summary>
    public long Size { get; private set; }

    /// <summary>When last asked it refused us with 5yz, at the greeting, EHLO or STARTTLS, or had a certificate that is not valid: our configuration or its own is at fault.</summary>
    public bool RefusesUs { get; private set; }

    /// <summary>What an operator should know, or null.</summary>
    public string? Problem => _misconfiguration ?? _problem;

    /// <summary>Its connections and how many it takes; kept by the pool under its lock.</summary>
    internal ConnectionBound Places { get; } = new();

    /// <summary>EHLO was answered.</summary>
    public void Answered(SmtpExtensions extensions, long size)
    {
        lock (_lock)
        {
            (IsKnown, IsUp, RefusesUs, Extensions, Size, _problem) = (true, true, false, extensions, size, null);
            // Not for ever: where red health takes a gateway out of service, no message would come to show that all is well.
            if (Deadlines.Now - _misconfiguredAt >= MisconfigurationAge) _misconfiguration = null;
        }
    }

    /// <summary>Connecting, the greeting or EHLO failed.</summary>
    public void Failed(string problem, bool refusesUs)
    {
        lock (_lock) (IsUp, RefusesUs, _problem, _failedAt) = (false, refusesUs, problem, Deadlines.Now);
    }

    /// <summary>It refused what only a wrong configuration makes it refuse. True when that is news.</summary>
    public bool Misconfigured(string problem)
    {
        lock (_lock)
        {
            var news = _misconfiguration is null;
            (_misconfiguration, _misconfiguredAt) = (problem, Deadlines.Now);
            return news;
        }
    }

    /// <summary>A message went through: what was wrong is mended.</summary>
    public void Delivered()
    {
        if (_misconfiguration is null) return;
        lock (_lock) _misconfiguration = null;
    }

    /// <summary>It failed a moment ago: who asks now is answered at once instead of waiting for the next failure.</summary>
    public bool HasJustFailed => !IsUp && Deadlines.Now - Volatile.Read(ref _failedAt) < 1000;
}
