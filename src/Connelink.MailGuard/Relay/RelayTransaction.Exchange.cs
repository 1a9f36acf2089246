using System.Buffers;
using System.Runtime.CompilerServices;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>A batch of commands and its replies (RFC 2920): RSET, MAIL, replayed and new recipients, DATA.</summary>
public sealed partial class RelayTransaction
{
    private enum StepKind : byte
    {
        Reset,
        Mail,
        Replay,
        Recipient,
        Data,
    }

    private readonly record struct Step(StepKind Kind, ReadOnlyMemory<byte> Line);

    private static readonly ReadOnlyMemory<byte> ResetLine = "RSET\r\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> DataLine = "DATA\r\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> LoneDot = ".\r\n"u8.ToArray();

    /// <summary>
    /// Sends what is due and takes the replies, on another connection when one breaks, until nothing is pending, or until the 354. Null: it is so;
    /// otherwise the reply for what is still pending, or for DATA.
    /// </summary>
    /// <remarks>One method, since each level of asynchronous calls costs every message again.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply?> ExchangeAsync(TimeSpan budget, bool dataAhead, bool untilData)
    {
        _until = Deadlines.Now + (long)budget.TotalMilliseconds;
        for (var tries = 0; untilData ? !IsDataStarted : Pending > 0;)
        {
            // 1. A connection.
            if (Obstacle(untilData) is { } obstacle) return AnswerPending(obstacle);
            if (_connection?.Has(_needed) != true)
            {
                End();
                var (connection, failure) = await _pool!.RentAsync(this, _needed, fresh: tries > 0);
                if (connection is null) return AnswerPending(failure!);
                Use(connection);
            }

            // 2. One batch, while its replies are read; or one command at a time to a next hop that does not pipeline.
            PlanSteps(dataAhead);
            var pipelining = _connection!.Extensions.HasFlag(SmtpExtensions.Pipelining);
            // What is there before the commands is no answer to them: a 550 among it would be a refusal that nobody made.
            var ahead = _dataWrite; // null: nothing went ahead
            _dataWrite = null;
            var alive = ahead is not null || !_connection.Smtp.HasInput;
            var write = ahead ?? (pipelining && alive ? WriteBatchAsync() : new ValueTask<bool>(alive));
            for (var i = 0; i < _steps.Count && alive; i++)
            {
                var step = _steps[i];
                if (!pipelining && ahead is null)
                {
                    if (IsPointless(step.Kind)) break;
                    alive = await _connection.Smtp.WriteAsync(step.Line, _pool!.Options.WriteTimeout);
                    if (!alive) break;
                }
                var replyDue = Deadlines.Now + ReplyTimeout;
                Reply? reply;
                while (_connection.TryTakeReply(out reply) == ReplyStatus.Incomplete && await _connection.FillAsync(replyDue) > 0)
                {
                }
                alive = reply is not null && Take(step.Kind, reply);
            }
            // The 354 came long ago, and then a farewell, or the end: nothing of the message has been sent yet.
            if (ahead is not null && IsDataStarted && _connection.Smtp.HasInput) alive = false;
            if (!alive) _connection.Smtp.Abort(); // ends a write that is still under way
            alive &= await write;

            // 3. A connection that broke is replaced, while there are hosts and time; what was answered stays answered.
            if (!alive)
            {
                _pool!.Suspect(_connection.Host);
                Drop();
                if (IsGivingUp(tries++)) return AnswerPending(Replies.NextHopLost);
            }
            else if (_mailRefused is not null || (IsDataStarted && (Accepted == 0 || _broken)))
            {
                await SettleAsync();
            }
        }
        return null;
    }

    /// <summary>What makes it pointless to ask the next hop again.</summary>
    private Reply? Obstacle(bool forData)
    {
        if (!forData) return _mailRefused;
        // What was accepted before and is refused now: the client must try the message again.
        return _broken || _mailRefused is not null ? Replies.NextHopLost : _dataRefused;
    }

    /// <summary>One command at a time: after a refusal some of those that follow need not be sent.</summary>
    private bool IsPointless(StepKind step) => _mailRefused is not null || (step == StepKind.Data && (_broken || Accepted == 0));

    /// <summary>A try may take half of what is left where there is another way: a host that hangs, a connection that died in the pool.</summary>
    private long ReplyTimeout => _pool!.Hosts.Count > 1 || _connection!.Transactions > 0 ? BudgetLeft / 2 : BudgetLeft;

    private void PlanSteps(bool dataAhead)
    {
        _steps.Clear();
        if (_connection!.NeedsReset) _steps.Add(new(StepKind.Reset, ResetLine));
        if (!_mailSent)
        {
            _steps.Add(new(StepKind.Mail, _mail));
            for (var i = 0; i < _answered; i++)
            {
                if (_recipients[i].Reply!.IsPositive) _steps.Add(new(StepKind.Replay, _recipients[i].Line));
            }
        }
        var now = Math.Min(Pending, Math.Max(1, MaxOutstanding - _steps.Count));
        for (var i = 0; i < now; i++) _steps.Add(new(StepKind.Recipient, _recipients[_answered + i].Line));
        if (dataAhead && now == Pending && !_broken) _steps.Add(new(StepKind.Data, DataLine));
        _mailSent = true;
    }

    private ValueTask<bool> WriteBatchAsync()
    {
        if (_steps.Count == 1) return _connection!.Smtp.WriteAsync(_steps[0].Line, _pool!.Options.WriteTimeout);

        _batch.ResetWrittenCount();
        foreach (var step in _steps) _batch.Write(step.Line.Span);
        return _connection!.Smtp.WriteAsync(_batch.WrittenMemory, _pool!.Options.WriteTimeout);
    }

    /// <summary>One reply of the batch. False: this connection is of no more use.</summary>
    private bool Take(StepKind step, Reply reply)
    {
        if (NextHopReplies.IsClosing(reply.Code)) return false;
        if (reply.Code is (< 200 or >= 300) and < 400 && step != StepKind.Data) return false;
        if (step != StepKind.Data && NextHopReplies.IsMisconfiguration(reply.Code) && _mailRefused is null)
        {
            _pool!.ReportMisconfiguration(_connection!.Host, step.ToString(), reply);
        }
        switch (step)
        {
            case StepKind.Reset:
                _connection!.NeedsReset = false;
                return reply.IsPositive;
            case StepKind.Mail:
                if (!reply.IsPositive) _mailRefused = NextHopReplies.ToMail(reply);
                return true;
            case StepKind.Replay:
                _broken |= !reply.IsPositive; // accepted before and refused now: the client must try the message again
                return true;
            case StepKind.Recipient:
                TakeRecipient(_mailRefused ?? NextHopReplies.ToRcpt(reply));
                return true;
            default:
                return TakeData(reply);
        }
    }

    private void TakeRecipient(Reply reply)
    {
        _recipients[_answered] = (_recipients[_answered].Line, reply);
        _answered++;
        if (reply.IsPositive) Accepted++;
    }

    private bool TakeData(Reply reply)
    {
        if (reply.Code == 354 && _mailRefused is null)
        {
            IsDataStarted = true;
            return true;
        }
        if (reply.Code < 400) return false;
        // Refused because accepted recipients were refused in the replay: that is 451 for the message, whatever it says to DATA.
        if (Accepted > 0 && _mailRefused is null && !_broken)
        {
            if (NextHopReplies.IsMisconfiguration(reply.Code)) _pool!.ReportMisconfiguration(_connection!.Host, "DATA", reply);
            _dataRefused = NextHopReplies.ToData(reply);
        }
        return true;
    }

    /// <summary>After the batch: a 354 that must not be used is ended with a lone dot (RFC 2920 3.1), a refused MAIL frees the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SettleAsync()
    {
        if (IsDataStarted && (Accepted == 0 || _broken))
        {
            IsDataStarted = false;
            // Whatever it says to an empty message for nobody: with recipients that were replayed it must not get that far.
            if (_broken || !await _connection!.Smtp.WriteAsync(LoneDot, _pool!.Options.WriteTimeout)
                || await _connection.ReadReplyAsync(TimeSpan.FromMilliseconds(ReplyTimeout)) is null or { IsPositive: true } or { Code: 421 })
            {
                Drop();
                return;
            }
            _mailSent = false;
            _connection.NeedsReset = true;
            GiveBack(reusable: true);
            return;
        }
        if (_mailRefused is not null)
        {
            _mailSent = false;
            GiveBack(reusable: true);
        }
    }
}
