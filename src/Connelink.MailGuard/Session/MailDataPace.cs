using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>Whether mail data comes too slowly. Time counts while it is waited for, not while it is inspected or the next hop takes it.</summary>
internal sealed class MailDataPace(SmtpOptions limits)
{
    /// <summary>So long a message may be as slow as it likes; then the minimum data rate holds.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(60);

    private long _started;
    private long _asked;

    /// <summary>Milliseconds.</summary>
    private long _awaited;

    /// <summary>What is left of the time in which a message that was refused may come to its end.</summary>
    public TimeSpan DrainTimeLeft => limits.DrainTimeout - TimeSpan.FromMilliseconds(Deadlines.Now - _started);

    public void Begin() => (_started, _awaited) = (Deadlines.Now, 0);

    /// <summary>From now on octets are waited for.</summary>
    public void Ask() => _asked = Deadlines.Now;

    /// <summary>Some came.</summary>
    /// <param name="before">Octets of the message before them: a client that is slow to begin is not slow.</param>
    public void Hear(long before)
    {
        if (before == 0) _started = Deadlines.Now;
        else _awaited += Deadlines.Now - _asked;
    }

    /// <param name="octets">Octets of the message so far.</param>
    public bool IsTooSlow(long octets)
    {
        var elapsed = _awaited - (long)GracePeriod.TotalMilliseconds;
        return elapsed > 0 && octets < elapsed * limits.MinDataRate / 1000;
    }
}
