using System.Runtime.CompilerServices;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>DATA: mail data is held, judged, streamed, and its final dot withheld until the verdict.</summary>
public sealed partial class SmtpSession
{
    private static readonly TimeSpan SlabTimeout = TimeSpan.FromSeconds(20);

    private readonly MailDataHold _hold;
    private readonly ContentInspector _content;
    private readonly MailDataPace _pace;
    private bool _wasDelivered;

    /// <summary>RFC 5321 4.1.1.4. The 354 is ours, at once; the next hop hears of DATA when the message is judged, or the hold is full.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DataAsync()
    {
        if (_transaction is null)
        {
            Say(Replies.BadSequence);
            return;
        }
        // RFC 2920 3.1: after DATA a client waits. What stands behind it is a smuggled command or a broken client.
        var isAhead = !_client.Buffered.IsEmpty;
        if (_relay.Pending > 0)
        {
            await _relay.OfferAsync(dataAhead: !isAhead && _refusal is null);
            TakeAnswers();
        }
        if (isAhead)
        {
            await RefuseAndCloseAsync(Replies.PipelinedAfterData);
            return;
        }
        if (await RefusalOfDataAsync() is { } refusal)
        {
            if (_relay.IsDataStarted) _relay.End();
            Say(refusal);
            return;
        }
        if (_wasDelivered) _relay.AskForData();
        Say(Replies.StartMailInput);
        if (await SendRepliesAsync()) BeginData();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply?> RefusalOfDataAsync()
    {
        if (_refusal is not null) return _refusal;
        if (_mail.Recipients.Count == 0) return _wasTransient ? Replies.NeedRcptTransient : Replies.NeedRcpt;
        if (_relay.DataRefused is { } refused)
        {
            Conclude(OutcomeOf(refused), refused);
            return refused;
        }
        if (_at.Slabs.TryRent() is { } slab)
        {
            _hold.Begin(slab);
            return null;
        }
        _relay.Rest();
        var waited = await _at.Slabs.RentAsync(SlabTimeout);
        _relay.Resume();
        if (waited is null) return Replies.NoMemory;
        _hold.Begin(waited);
        return null;
    }

    private void BeginData()
    {
        _framing.Reset();
        _normaliser.Reset();
        _verdict = null;
        _isHeaderJudged = false;
        _isWritten = false;
        _headerChecked = _factsJudged = 0;
        _pace.Begin();
        _content.Open(_transaction!.Rules.OpensDocuments(_mail.Direction));
        _phase = Phase.MailData;
    }

    /// <summary>Where the next block of mail data, which is waited for from now on, goes.</summary>
    private Memory<byte> SpaceForData()
    {
        if (!_isWritten) _relay.Rest();
        _pace.Ask();
        return _at.Listener.NormalisesBareLineFeed ? _hold.Space[..(_hold.Space.Length / 2)] : _hold.Space;
    }

    /// <summary>One block of mail data: framed, judged, and passed on where the hold is full.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask TakeAsync(int read)
    {
        _relay.Resume();
        _pace.Hear(_record.Octets);
        if (read == 0 || IsTooSlow(read))
        {
            await LoseClientAsync(isSlow: read > 0);
            return;
        }
        var status = Frame(_hold.Space[..read]);
        if (status is not (MailDataStatus.More or MailDataStatus.EndOfData))
        {
            await RefuseFramingAsync(status);
            return;
        }
        if (_content.IsWaiting)
        {
            await _at.Lane.SwitchAsync();
            _content.Continue();
        }
        var ended = status == MailDataStatus.EndOfData;
        _verdict ??= Judge(ended);
        if (_verdict is null && !ended) _verdict = await MakeRoomAsync();
        if (_verdict is null)
        {
            if (ended) _phase = Phase.Delivery;
        }
        else if (ended)
        {
            await EndDataAsync(_verdict);
        }
        else
        {
            Drop();
        }
    }

    /// <summary>The verdict is against it, but the client is still sending: what comes is read and dropped (design.md section 3).</summary>
    private void Drop()
    {
        _relay.End();
        _content.Close();
        _hold.Restart(default);
    }

    private TimeSpan DataTimeout => _verdict is null ? IdleTimeout : _pace.DrainTimeLeft;

    private bool IsTooSlow(int read) => IsDrained || _pace.IsTooSlow(_record.Octets + read);

    /// <summary>After an objection enough was read and dropped.</summary>
    private bool IsDrained => _verdict is not null && (_record.Octets > 2 * _at.MaxMessageOctets || _pace.DrainTimeLeft <= TimeSpan.Zero);

    /// <summary>Nobody has the message. A client that is merely slow is told.</summary>
    private async ValueTask LoseClientAsync(bool isSlow)
    {
        _isClosing = true;
        if (_verdict is { } verdict)
        {
            // It was refused and never came to its end: the refusal is still the answer.
            Conclude(OutcomeOf(verdict), verdict);
            await SayAndFlushAsync(verdict);
            _lingers = true;
            return;
        }
        Conclude(TransactionOutcome.Aborted, null);
        _relay.End();
        if (isSlow) await RefuseAndCloseAsync(Replies.SlowClient);
        else if (_client.TimedOut) await RefuseAndCloseAsync(Replies.IdleTimeout);
    }

    /// <summary>The reply to the message, and the end of its transaction.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndDataAsync(Reply reply)
    {
        _phase = Phase.Commands;
        _idleCommands = 0;
        _wasDelivered = reply.IsPositive;
        Conclude(OutcomeOf(reply), reply);
        Say(reply);
        if (!await SendRepliesAsync() && reply.IsPositive) _record.Outcome = TransactionOutcome.DeliveredReplyLost;
        _hold.Clear();
        _content.Close();
        await EndTransactionAsync();
    }

    private static TransactionOutcome OutcomeOf(Reply reply) => reply switch
    {
        { IsPositive: true } => TransactionOutcome.Delivered,
        { IsTransient: true } => TransactionOutcome.Deferred,
        _ => TransactionOutcome.Refused,
    };
}
