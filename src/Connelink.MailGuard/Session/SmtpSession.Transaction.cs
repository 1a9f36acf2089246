using System.Runtime.CompilerServices;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>MAIL, RCPT, RSET, and the end of a transaction.</summary>
public sealed partial class SmtpSession
{
    /// <summary>The envelope's parameters and state between MAIL and its end.</summary>
    private sealed record Transaction(RuleSet Rules, MailParameters Parameters, long StartedAt);

    private readonly List<ForwardPath> _offeredPaths = [];
    private Transaction? _transaction;
    private Reply? _refusal;
    private int _rcptCommands;
    private int _answersTaken;
    private bool _wasTransient;

    /// <summary>RFC 5321 4.1.1.2: checked here; the next hop hears of it with the first recipient.</summary>
    private void Mail(ReadOnlySpan<byte> argument)
    {
        if (_hello is null)
        {
            Say(Replies.BadSequence);
            return;
        }
        if (_transaction is not null)
        {
            Say(Replies.NestedMail);
            return;
        }
        _arena.Reset();
        if (!PathParser.TryParseReversePath(argument, _arena, out var reversePath, out var rest))
        {
            Say(Replies.BadReversePath);
            return;
        }
        if (EsmtpParameters.ReadMail(rest, _offered, _arena, out var parameters) is { } wrong)
        {
            Say(wrong);
            return;
        }
        if (!reversePath.IsNull && reversePath.Mailbox.IsInternationalized && !parameters.SmtpUtf8)
        {
            Say(Replies.NeedSmtpUtf8);
            return;
        }
        if (parameters.Size > _at.MaxMessageOctets)
        {
            Say(Replies.MessageTooBig);
            return;
        }
        Begin(reversePath, parameters);
        Say(Replies.ReversePathOk);
    }

    private void Begin(ReversePath reversePath, MailParameters parameters)
    {
        _transaction = new Transaction(_at.Rules(), parameters, _at.Time.GetTimestamp());
        _record.Begin(_at.Time.GetUtcNow());
        _mail.Begin(reversePath, _at.Directory.Current);
        _relay.Begin(default, SmtpExtensions.None);
        _offeredPaths.Clear();
        _refusal = null;
        _rcptCommands = _answersTaken = 0;
        _wasTransient = false;
    }

    /// <summary>RFC 5321 4.1.1.3: judged here first, then queued for the next hop, whose reply is passed on.</summary>
    private void Rcpt(ReadOnlySpan<byte> argument)
    {
        if (_transaction is null)
        {
            Say(Replies.BadSequence);
            return;
        }
        if (++_rcptCommands > _at.Limits.MaxRcptCommands)
        {
            _errors++; // transient as it is: who goes on for ever is sent away
            Say(Replies.TooManyRcptCommands);
            return;
        }
        if (_arena.Octets > _at.Limits.MaxEnvelopeOctets)
        {
            Say(Replies.EnvelopeTooBig);
            return;
        }
        if (!PathParser.TryParseForwardPath(argument, _arena, out var recipient, out var rest))
        {
            Say(Replies.BadForwardPath);
            return;
        }
        if (EsmtpParameters.ReadRcpt(rest, OfferedToRcpt, _arena, out var parameters) is { } wrong)
        {
            Say(wrong);
            return;
        }
        if (recipient.Mailbox.IsInternationalized && !_transaction.Parameters.SmtpUtf8)
        {
            Say(Replies.NeedSmtpUtf8);
            return;
        }
        if (_refusal is not null)
        {
            RefuseRecipient(recipient, _refusal, rule: null);
            return;
        }
        _mail.Offer(recipient);
        if (_transaction.Rules.JudgeRecipient(_mail, recipient) is { } objection)
        {
            Object(recipient, objection);
            return;
        }
        QueueRecipient(recipient, parameters);
    }

    /// <summary>RFC 6533 3: an ORCPT in UTF-8 is for a transaction whose MAIL said SMTPUTF8.</summary>
    private SmtpExtensions OfferedToRcpt => _transaction!.Parameters.SmtpUtf8 ? _offered : _offered & ~SmtpExtensions.SmtpUtf8;

    private void Object(ForwardPath recipient, Objection objection)
    {
        var reply = RefusalText.Reply(objection, RefusalLanguage.Of(_mail, recipient), _record.Id.ToString(), _at.Options.Rules.HelpUrl);
        if (objection.Scope == ObjectionScope.Transaction)
        {
            _refusal = reply;
            _record.Rule = objection.Rule;
        }
        _at.Metrics.Refused(objection.Rule);
        RefuseRecipient(recipient, reply, objection.Rule);
    }

    private void RefuseRecipient(ForwardPath recipient, Reply reply, string? rule)
    {
        _wasTransient |= reply.IsTransient;
        _record.Refuse(recipient, reply, rule);
        Say(reply);
    }

    private void QueueRecipient(ForwardPath recipient, RcptParameters parameters)
    {
        var pool = _at.Router.Find(recipient, _mail.Directory);
        if (_relay.NextHop is null)
        {
            _relay.Begin(NextHopCommands.Mail(_arena, _mail.ReversePath, _transaction!.Parameters, (pool.Offer & SmtpExtensions.Size) != 0, out var needed), needed);
        }
        else if (_relay.NextHop != pool)
        {
            RefuseRecipient(recipient, Replies.OtherNextHop, rule: null);
            return;
        }
        var offered = _relay.Add(pool, NextHopCommands.Rcpt(_arena, recipient, parameters, out var alsoNeeded));
        _relay.Need(alsoNeeded);
        _offeredPaths.Add(recipient);
        _replies.AddAnswer(offered);
    }

    /// <summary>Offers what is queued and takes note of the replies.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask OfferAsync(bool dataAhead)
    {
        await _relay.OfferAsync(dataAhead);
        TakeAnswers();
    }

    private void TakeAnswers()
    {
        for (; _answersTaken < _offeredPaths.Count; _answersTaken++)
        {
            var (path, reply) = (_offeredPaths[_answersTaken], _relay.ReplyOf(_answersTaken));
            if (reply.IsPositive)
            {
                _mail.Accept(path);
                continue;
            }
            _wasTransient |= reply.IsTransient;
            if (reply.IsPermanent) _errors++;
            _record.Refuse(path, reply, rule: null);
        }
    }

    /// <summary>RFC 5321 4.1.1.5.</summary>
    private async ValueTask ResetAsync()
    {
        await EndTransactionAsync();
        Say(Replies.Ok);
    }

    private void Conclude(TransactionOutcome outcome, Reply? reply) => (_record.Outcome, _record.Reply) = (outcome, reply);

    /// <summary>Whatever its end: the next hop's connection is free again, and there is one record.</summary>
    private ValueTask EndTransactionAsync()
    {
        if (_transaction is not { } transaction) return default;

        _replies.Write(); // those of recipients that the relay is about to forget
        _transaction = null;
        _record.NextHop = _relay.NextHop?.Name;
        _record.Host = _relay.Host?.Name;
        _relay.End();
        _record.Duration = _at.Time.GetElapsedTime(transaction.StartedAt);
        if (_record.Outcome == TransactionOutcome.Abandoned && _refusal is not null) Conclude(TransactionOutcome.Refused, _refusal);
        _at.Metrics.Record(_record);
        var written = _at.Audit.AddAsync(_record);
        _mail.Begin(default, null); // an idle session keeps no snapshot alive
        return written;
    }
}
