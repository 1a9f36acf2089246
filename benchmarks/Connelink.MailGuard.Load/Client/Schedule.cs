using System.Diagnostics;
using System.Threading.Channels;

namespace Connelink.MailGuard.Load.Client;

/// <summary>Hands out tickets until a phase is over: at once in a closed loop, at the moment each is due in an open one.</summary>
/// <remarks>In the open loop a ticket waits for a free connection with its due time, so a slow server cannot slow down the question.</remarks>
internal sealed class Schedule
{
    private readonly int _first;
    private readonly long _messages;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long _end;
    private readonly double _poisonShare;
    private readonly Channel<Ticket>? _due;
    private int _taken;
    private volatile bool _stopped;

    /// <param name="first">The number of the first message: no number is used twice in a run.</param>
    public Schedule(int first, int messages, TimeSpan duration, double rate, double poisonPercent)
    {
        _first = first;
        _messages = messages > 0 ? messages : long.MaxValue;
        _end = messages > 0 ? long.MaxValue : _start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        _poisonShare = poisonPercent / 100;
        if (rate <= 0) return;
        _due = Channel.CreateUnbounded<Ticket>(new UnboundedChannelOptions { SingleWriter = true });
        new Thread(() => Pace(rate)) { IsBackground = true, Name = "pace" }.Start();
    }

    /// <summary>The number after the last one that may have been used.</summary>
    public int Next => _first + Volatile.Read(ref _taken);

    public void Stop() => _stopped = true;

    public ValueTask<Ticket> TakeAsync()
    {
        if (_due is null) return new(Take(Stopwatch.GetTimestamp()));
        return _due.Reader.TryRead(out var ticket) ? new(ticket) : WaitAsync(_due.Reader);
    }

    private static async ValueTask<Ticket> WaitAsync(ChannelReader<Ticket> due)
    {
        while (await due.WaitToReadAsync())
        {
            if (due.TryRead(out var ticket)) return ticket;
        }
        return Ticket.None;
    }

    private Ticket Take(long due)
    {
        if (_stopped || due >= _end) return Ticket.None;
        var taken = Interlocked.Increment(ref _taken) - 1;
        return taken >= _messages ? Ticket.None : new Ticket(_first + taken, IsPoison(_first + taken), due);
    }

    /// <summary>Spread evenly, and the same in every run.</summary>
    private bool IsPoison(int number) => (long)((number + 1) * _poisonShare) > (long)(number * _poisonShare);

    private void Pace(double rate)
    {
        for (long k = 0; ; k++)
        {
            var due = _start + (long)(k / rate * Stopwatch.Frequency);
            PreciseClock.SleepUntil(due);
            var ticket = Take(due);
            if (ticket.IsNone) break;
            _due!.Writer.TryWrite(ticket);
        }
        _due!.Writer.Complete();
    }
}
