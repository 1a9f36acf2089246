namespace Connelink.MailGuard.Transport;

/// <summary>By when something must have happened: a number only, which <see cref="Deadlines"/> looks at. Set and lifted by one thread at a time.</summary>
internal sealed class Deadline
{
    private const long None = long.MaxValue;
    private const long Expired = -1;

    private long _at = None;

    /// <summary>It has passed, now or before.</summary>
    public bool HasPassed { get; private set; }

    public void Begin(TimeSpan timeout) => Volatile.Write(ref _at, Deadlines.Now + Math.Max(0, (long)timeout.TotalMilliseconds));

    public void End()
    {
        if (Interlocked.Exchange(ref _at, None) == Expired) HasPassed = true;
    }

    /// <summary>For any thread.</summary>
    public bool IsOverdue(long now) => Volatile.Read(ref _at) is var at && at != Expired && at <= now;

    /// <summary>True once, for the one who is to end what was to happen. For any thread.</summary>
    public bool TryExpire(long now)
    {
        var at = Volatile.Read(ref _at);
        return at != Expired && at <= now && Interlocked.CompareExchange(ref _at, Expired, at) == at;
    }
}
