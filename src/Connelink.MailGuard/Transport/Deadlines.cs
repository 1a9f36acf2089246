namespace Connelink.MailGuard.Transport;

/// <summary>Watches the deadlines of all connections from one timer: setting one costs a store, not a timer or a token.</summary>
/// <remarks>A deadline is noticed up to a quarter of a second late. Safe for all threads.</remarks>
public sealed class Deadlines : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly HashSet<SmtpConnection> _watched = [];
    private readonly List<SmtpConnection> _expired = [];
    private readonly Timer _timer;

    public Deadlines() => _timer = new Timer(_ => Sweep(), null, Period, Period);

    /// <summary>Milliseconds of a clock that never goes back.</summary>
    public static long Now => Environment.TickCount64;

    internal void Watch(SmtpConnection connection)
    {
        lock (_lock) _watched.Add(connection);
    }

    internal void Forget(SmtpConnection connection)
    {
        lock (_lock) _watched.Remove(connection);
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        lock (_expired) // a sweep that takes longer than the period is not overtaken
        {
            var now = Now;
            lock (_lock)
            {
                foreach (var connection in _watched)
                {
                    if (connection.IsOverdue(now)) _expired.Add(connection);
                }
            }
            foreach (var connection in _expired) connection.Expire(now);
            _expired.Clear();
        }
    }
}
