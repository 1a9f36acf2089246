using System.Runtime.CompilerServices;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>The client's turn: when it has come, and for how long.</summary>
public sealed partial class SmtpSession
{
    private volatile bool _isIdle;

    /// <summary>Since when the next command line is awaited, in <see cref="Deadlines.Now"/>; 0: it is not.</summary>
    private long _lineAwaited;

    /// <summary>No complete line is waiting: what was queued goes to the next hop, replies to the client, and then it is the client's turn. False: it is over.</summary>
    private ValueTask<bool> PrepareToWaitAsync()
    {
        if (_relay.Pending > 0) return OfferAndPrepareAsync();
        var sending = SendRepliesAsync();
        return sending.IsCompletedSuccessfully ? new(MayWait()) : PrepareAsync(sending);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> OfferAndPrepareAsync()
    {
        await _relay.OfferAsync(dataAhead: false);
        TakeAnswers();
        await SendRepliesAsync();
        return MayWait();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> PrepareAsync(ValueTask<bool> sending)
    {
        await sending;
        return MayWait();
    }

    private bool MayWait()
    {
        if (IsOver) return false;
        _isIdle = _transaction is null;
        // Whoever stops the gateway looks at the idle sessions after it has said so.
        if (_isIdle && _at.Stopping.IsCancellationRequested)
        {
            (_isClosing, _lingers) = (true, true);
            Say(Replies.ShuttingDown);
            return false;
        }
        _relay.Rest();
        return true;
    }

    private ValueTask WaitedAsync(int read)
    {
        _isIdle = false;
        _relay.Resume();
        if (read > 0) return default;

        // Nobody may be there any more, but one who only waited too long deserves to know.
        _isClosing = true;
        if (_client.TimedOut) return RefuseAndCloseAsync(Replies.IdleTimeout);
        return _at.Stopping.IsCancellationRequested ? RefuseAndCloseAsync(Replies.ShuttingDown) : default;
    }

    private TimeSpan IdleTimeout => _relay.NextHop is { Waiting: > 0 } ? _at.Limits.IdleTimeoutUnderPressure : _at.Limits.IdleTimeout;

    /// <summary>The time is that of a whole line: a client that sends octet by octet would else stay for days.</summary>
    private TimeSpan LineTimeLeft()
    {
        if (_lineAwaited == 0) _lineAwaited = Deadlines.Now;
        return IdleTimeout - TimeSpan.FromMilliseconds(Deadlines.Now - _lineAwaited);
    }
}
