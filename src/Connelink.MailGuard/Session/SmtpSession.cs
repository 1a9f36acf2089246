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
    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly List<(Reply? Ours, int Offered)> _replies = [];
    private SmtpExtensions _offered;
    private string? _hello;
    private Phase _phase;
    private bool _isExtended;
    private bool _isClosing;
    private bool _lingers;
    private volatile bool _isIdle;
    private int _errors;
    private int _idleCommands;
    private int _transactions;

    /// <summary>Since when the next command line is awaited, in <see cref="Deadlines.Now"/>; 0: it is not.</summary>
    private long _lineAwaited;

    public SmtpSession(ListenerContext at, SmtpConnection client)
    {
        _at = at;
        _client = client;
        _mail = new MailContext { Direction = at.Listener.Direction, Client = client.RemoteAddress };
        _relay = new RelayTransaction(client.RemoteAddress);
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
            while (!_isClosing)
            {
                switch (_phase)
                {
                    case Phase.Commands when LineEnd is >= 0 and var end:
                        await StepAsync(end);
                        break;
                    case Phase.Commands:
                        if (await PrepareToWaitAsync()) await WaitedAsync(await _client.FillAsync(LineTimeLeft()));
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
        await EndTransactionAsync();
        _hold.Clear();
        _content.Close();
        await _client.EndWritingAsync(LingerTime);
        if (_lingers) await LingerAsync();
        _client.Dispose();
    }

    /// <summary>The gateway stops: a session between transactions ends now, any other after its transaction. From any thread.</summary>
    public void StopWhenIdle()
    {
        if (_isIdle) _client.StopReading();
    }

    /// <summary>The time to end is over. From any thread.</summary>
    public void Abort() => _client.Abort();

    private async ValueTask GreetAsync()
    {
        _output.Write(_at.Greeting);
        await SendAsync();
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
        if (_isClosing) return false;
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

    /// <summary>Queues a reply of ours behind those that are due before it.</summary>
    private void Say(Reply reply)
    {
        if (reply.IsPermanent) _errors++;
        _replies.Add((reply, 0));
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

    private async ValueTask RefuseAndCloseAsync(Reply reply)
    {
        await SayAndFlushAsync(reply);
        _isClosing = _lingers = true;
        _relay.End();
        _hold.Clear();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync()
    {
        if (_relay.Pending > 0) await OfferAsync(dataAhead: false);
        await SendRepliesAsync();
    }

    /// <summary>Queued replies, now that all of them are known, in the order of the commands. False: the client did not get them.</summary>
    private ValueTask<bool> SendRepliesAsync()
    {
        WriteReplies();
        if (_errors > _at.Limits.MaxErrors && _at.Limits.MaxErrors > 0 && !_isClosing)
        {
            _isClosing = _lingers = true;
            _output.Write(Replies.TooManyErrors.Line.Span);
        }
        return SendAsync();
    }

    private void WriteReplies()
    {
        foreach (var (ours, offered) in _replies) _output.Write((ours ?? _relay.ReplyOf(offered)).Line.Span);
        _replies.Clear();
    }

    private ValueTask<bool> SendAsync()
    {
        if (_output.WrittenCount == 0) return new(true);

        var sending = _client.WriteAsync(_output.WrittenMemory, _at.Limits.WriteTimeout);
        return sending.IsCompletedSuccessfully ? new(Sent(sending.Result)) : AwaitSentAsync(sending);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AwaitSentAsync(ValueTask<bool> sending) => Sent(await sending);

    private bool Sent(bool isSent)
    {
        _output.ResetWrittenCount();
        _isClosing |= !isSent;
        return isSent;
    }

    /// <summary>Closing with octets unread would reset the connection and take our last reply with it: they are read and dropped for a moment.</summary>
    private async ValueTask LingerAsync()
    {
        var until = Deadlines.Now + (long)LingerTime.TotalMilliseconds;
        for (var dropped = 0L; dropped < 2 * _at.Limits.MaxMessageOctets && Deadlines.Now < until;)
        {
            _client.Consume(_client.Buffered.Length);
            var read = await _client.FillAsync(TimeSpan.FromMilliseconds(Math.Max(1, until - Deadlines.Now)));
            if (read == 0) return;
            dropped += read;
        }
    }

    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(5);

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Error, "A session failed by a mistake of the gateway; transaction {Id}")]
        public static partial void Failed(ILogger log, Exception mistake, string id);
    }
}
