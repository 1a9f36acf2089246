using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>How connections end: at once when they broke, with QUIT when they are worn out or have lain idle too long.</summary>
public sealed partial class NextHopPool
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);
    private static readonly ReadOnlyMemory<byte> QuitLine = "QUIT\r\n"u8.ToArray();

    /// <summary>Without a round trip: an idle next hop has nothing to say, so what can be read is a 421 or the end.</summary>
    private bool IsAlive(NextHopConnection connection) => !IsOutOfTime(connection) && !IsWornOut(connection) && !connection.Smtp.HasInput;

    private bool IsOutOfTime(NextHopConnection connection) => Deadlines.Now - connection.LastUsed >= (long)Options.IdleTimeout.TotalMilliseconds;

    private bool IsWornOut(NextHopConnection connection) =>
        connection.Transactions >= Options.MaxTransactions || connection.ErrorReplies >= Options.MaxErrorReplies
        || Deadlines.Now - connection.OpenedAt > (long)Options.MaxAge.TotalMilliseconds;

    /// <summary>Closes at once. It is neither idle nor held any more.</summary>
    private void Close(NextHopConnection connection)
    {
        connection.Dispose();
        lock (_lock) Closed(connection.Host);
    }

    private void Closed(NextHopHost host)
    {
        _open--;
        host.Places.Leave();
    }

    /// <summary>Closes with QUIT. It keeps its place until then: the next connection could be one too many for the next hop.</summary>
    private async Task RetireAsync(NextHopConnection connection)
    {
        await QuitAsync(connection);
        Close(connection);
        if (_waitingCount > 0) ServeWaiting();
    }

    /// <summary>The same for one that never came into the pool.</summary>
    private async Task DismissAsync(NextHopConnection connection)
    {
        await QuitAsync(connection);
        connection.Dispose();
        lock (_lock) connection.Host.Places.Leave();
        if (_waitingCount > 0) ServeWaiting();
    }

    /// <summary>RFC 5321 4.1.1.10: QUIT, and then the other side closes.</summary>
    private static async ValueTask QuitAsync(NextHopConnection connection)
    {
        var until = Deadlines.Now + (long)FarewellTime.TotalMilliseconds;
        if (!await connection.Smtp.WriteAsync(QuitLine, FarewellTime)) return;
        do connection.Smtp.Consume(connection.Smtp.Buffered.Length);
        while (until - Deadlines.Now is var left and > 0 && await connection.Smtp.FillAsync(TimeSpan.FromMilliseconds(left)) > 0);
    }

    /// <summary>What lies idle for too long, or was closed by the next hop, does not wait for a rent to be noticed.</summary>
    private Task SweepAsync()
    {
        NextHopConnection[] idle;
        lock (_lock) idle = [.. _idle];
        foreach (var connection in idle)
        {
            // Without the lock, since it is a system call; what is rented in between is left alone.
            var used = connection.LastUsed;
            var isDead = connection.Smtp.HasInput;
            if (!isDead && !IsOutOfTime(connection) && !IsWornOut(connection)) continue;
            lock (_lock)
            {
                if (connection.LastUsed != used || !_idle.Remove(connection)) continue;
            }
            if (isDead) Close(connection);
            else _ = RetireAsync(connection);
        }
        return Task.CompletedTask;
    }
}
