using System.Buffers;
using System.Runtime.CompilerServices;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Session;

/// <summary>One client's session: reads command lines, answers in their order, flushes when no complete line is waiting (RFC 2920).</summary>
/// <remarks>Its memory is reused from transaction to transaction. Used by one flow of control; <see cref="StopWhenIdle"/> is for others.</remarks>
public sealed partial class SmtpSession
{
    private readonly ListenerContext _at;
    private readonly SmtpConnection _client;
    private readonly MailContext _mail;
    private readonly RelayTransaction _relay;
    private readonly TransactionRecord _record;
    private readonly OctetArena _arena = new(512);
    private readonly ReplyQueue _replies;
    private SmtpExtensions _offered;
    private string? _hello;
    private Phase _phase;
    private bool _isExtended;
    private int _errors;
    private int _idleCommands;
    private int _transactions;

    public SmtpSession(ListenerContext at, SmtpConnection client)
    {
        _at = at;
        _client = client;
        _mail = new MailContext { Direction = at.Listener.Direction, Client = client.RemoteAddress };
        _relay = new RelayTransaction(client.RemoteAddress);
        _replies = new ReplyQueue(client, _relay, at.Limits.WriteTimeout);
        _pace = new MailDataPace(at.Limits);
        _record = new TransactionRecord { Listener = at.Listener.Name, Client = client.RemoteAddress, Mail = _mail };
        _hold = new MailDataHold(at.Slabs);
        _content = new ContentInspector(at.Inspections);
    }

    /// <summary>What the session does next. Each phase is awaited from the one loop: every level of asynchronous calls costs each message again.</summary>
    private enum Phase : byte
    {
        Commands,
        MailData,
        Delivery,
    }

    /// <summary>From the greeting to the end of the connection. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            await GreetAsync();
            while (!IsOver)
            {
                switch (_phase)
                {
                    case Phase.Commands when LineEnd is >= 0 and var end:
                        await StepAsync(end);
                        break;
                    case Phase.Commands:
                        if (!await PrepareToWaitAsync()) break;
                        if (_transaction is null) _client.MoveWhereItIsBetter();
                        await WaitedAsync(await _client.FillAsync(LineTimeLeft()));
                        break;
                    case Phase.MailData:
                        await TakeAsync(await _client.ReadAsync(SpaceForData(), DataTimeout));
                        break;
                    default:
                        await DeliverAsync();
                        break;
                }
            }
            await FlushAsync(); // what was said on closing
        }
        catch (Exception mistake)
        {
            // A mistake of ours: the client reads a generic sentence, the log has the reason, and nobody was told 250.
            Log.Failed(_at.Logger, mistake, _record.Id.ToString());
            await _client.WriteAsync(_phase != Phase.Commands ? Replies.LocalError.Line : Replies.ShuttingDown.Line, _at.Limits.WriteTimeout);
        }
        await CloseAsync();
    }

    private async ValueTask GreetAsync()
    {
        _replies.Write().Write(_at.Greeting);
        await _replies.SendAsync();
    }

    /// <summary>Where the LF of a command line stands, or where it could not stand any more; -1: the line is not complete.</summary>
    private int LineEnd
    {
        get
        {
            var buffered = _client.Buffered;
            var end = buffered.IndexOf((byte)'\n');
            return end < 0 && buffered.Length > _at.Limits.MaxCommandOctets ? buffered.Length : end;
        }
    }

    /// <summary>One command line, up to its LF.</summary>
    private ValueTask StepAsync(int end)
    {
        var buffered = _client.Buffered;
        if (end + 1 > _at.Limits.MaxCommandOctets) return RefuseAndCloseAsync(Replies.LineTooLong);

        // One reading of a line's end only: CRLF. Bare CR, bare LF and NUL mean a peer that tries to be read in two ways.
        if (end == 0 || buffered[end - 1] != '\r' || buffered[..(end - 1)].ContainsAny((byte)'\r', (byte)0)) return RefuseAndCloseAsync(Replies.BadLineEnd);

        var line = _client.BufferedMemory[..(end - 1)];
        _client.Consume(end + 1); // the octets stay where they are until more is read
        _lineAwaited = 0;
        return AnswerAsync(line);
    }

    /// <summary>RFC 5321 4.1.4. MAIL and RCPT are queued, so that a pipelined batch stays a batch; all others wait for what was queued.</summary>
    private ValueTask AnswerAsync(ReadOnlyMemory<byte> line)
    {
        var command = CommandParser.Parse(line.Span);
        switch (command.Verb)
        {
            case SmtpVerb.Mail:
                if (_hello is not null && _transaction is null && ++_transactions > _at.Limits.MaxTransactions) return RefuseAndCloseAsync(Replies.TooManyTransactions);
                Mail(command.Argument);
                return default;
            case SmtpVerb.Rcpt:
                Rcpt(command.Argument);
                return default;
            case SmtpVerb.Data:
                return command.Argument.IsEmpty ? DataAsync() : SayAsync(Replies.ArgumentNotAllowed);
            case SmtpVerb.Http:
                return RefuseAndCloseAsync(Replies.HttpRefused);
            default:
                return _relay.Pending == 0 ? AnswerOtherAsync(command) : OfferThenAnswerAsync(line);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask OfferThenAnswerAsync(ReadOnlyMemory<byte> line)
    {
        await OfferAsync(dataAhead: false);
        await AnswerOtherAsync(CommandParser.Parse(line.Span));
    }

    private ValueTask AnswerOtherAsync(SmtpCommand command)
    {
        if (IsIdle(command.Verb) && ++_idleCommands > _at.Limits.MaxIdleCommands) return RefuseAndCloseAsync(Replies.TooManyIdleCommands);

        switch (command.Verb)
        {
            case SmtpVerb.Ehlo or SmtpVerb.Helo:
                return HelloAsync(command.Verb == SmtpVerb.Ehlo, command.Argument);
            case SmtpVerb.StartTls:
                return StartTlsAsync(command.Argument.IsEmpty);
            case SmtpVerb.Rset when command.Argument.IsEmpty:
                return ResetAsync();
            case SmtpVerb.Quit when command.Argument.IsEmpty:
                _isClosing = true;
                return SayAndFlushAsync(Replies.Closing);
            case SmtpVerb.Rset or SmtpVerb.Quit:
                return SayAsync(Replies.ArgumentNotAllowed);
            case SmtpVerb.Noop:
                return SayAsync(Replies.Ok);
            case SmtpVerb.Vrfy:
                return SayAsync(Replies.CannotVerify);
            case SmtpVerb.Help:
                return SayAsync(Replies.Help);
            case SmtpVerb.Expn or SmtpVerb.Auth:
                return SayAsync(Replies.NotImplemented);
            default:
                return SayAsync(Replies.UnknownCommand);
        }
    }

    /// <summary>It brings no message nearer to its end.</summary>
    private bool IsIdle(SmtpVerb verb) =>
        verb is SmtpVerb.Noop or SmtpVerb.Vrfy or SmtpVerb.Help or SmtpVerb.Ehlo or SmtpVerb.Helo || (verb == SmtpVerb.Rset && _transaction is null);

    /// <summary>Queues a reply of ours behind those that are due before it.</summary>
    private void Say(Reply reply)
    {
        if (reply.IsPermanent) _errors++;
        _replies.Add(reply);
    }

    private ValueTask SayAsync(Reply reply)
    {
        Say(reply);
        return default;
    }

    private ValueTask SayAndFlushAsync(Reply reply)
    {
        Say(reply);
        return FlushAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync()
    {
        if (_relay.Pending > 0) await OfferAsync(dataAhead: false);
        await SendRepliesAsync();
    }

    /// <summary>Queued replies, now that all of them are known. False: the client did not get them.</summary>
    private ValueTask<bool> SendRepliesAsync()
    {
        if (_errors > _at.Limits.MaxErrors && _at.Limits.MaxErrors > 0 && !_isClosing)
        {
            _isClosing = _lingers = true;
            _replies.Add(Replies.TooManyErrors);
        }
        return _replies.SendAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Error, "A session failed by a mistake of the gateway; transaction {Id}")]
        public static partial void Failed(ILogger log, Exception mistake, string id);
    }
}
