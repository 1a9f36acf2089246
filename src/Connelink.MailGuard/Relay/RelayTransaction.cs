using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>One mail transaction towards the next hop. Until DATA is sent it can be replayed on another connection.</summary>
/// <remarks>
/// One for each session, reused. Not thread-safe, but for <see cref="TryReclaim"/>: while it rests, its pool may take the connection away,
/// and the next step rents another and replays MAIL and the accepted recipients.
/// </remarks>
public sealed partial class RelayTransaction(IPAddress client)
{
    /// <summary>Commands that may be under way before replies are read: far from filling anybody's buffers.</summary>
    private const int MaxOutstanding = 100;

    private const long Busy = long.MaxValue;

    private readonly List<(ReadOnlyMemory<byte> Line, Reply? Reply)> _recipients = [];
    private readonly ArrayBufferWriter<byte> _batch = new(512);
    private readonly List<Step> _steps = [];
    private NextHopPool? _pool;
    private NextHopConnection? _connection;
    private ReadOnlyMemory<byte> _mail;
    private SmtpExtensions _needed;
    private long _restingSince = Busy;
    private long _until;
    private int _answered;
    private bool _mailSent;
    private bool _broken;
    private ValueTask<bool>? _dataWrite; // of DATA that went ahead; null: none, or its reply is being taken
    private Reply? _mailRefused;
    private Reply? _dataRefused;

    /// <summary>The client that it serves, for the pool's fairness.</summary>
    public IPAddress Client { get; } = client;

    /// <summary>The next hop of this transaction; null before the first recipient.</summary>
    public NextHopPool? NextHop => _pool;

    /// <summary>The host that has, or had last, the transaction.</summary>
    public NextHopHost? Host { get; private set; }

    /// <summary>DATA was answered with 354: from now on only end-of-data or a reset ends it.</summary>
    public bool IsDataStarted { get; private set; }

    /// <summary>The reply for the client when DATA went ahead and was refused.</summary>
    public Reply? DataRefused => _dataRefused;

    /// <summary>Accepted recipients.</summary>
    public int Accepted { get; private set; }

    /// <summary>Milliseconds of <see cref="Deadlines.Now"/>; far in the future while it is not resting.</summary>
    internal long RestingSince => Volatile.Read(ref _restingSince);

    /// <summary>Milliseconds that are left of the time for MAIL and RCPT, or for DATA.</summary>
    private long BudgetLeft => Math.Max(0, _until - Deadlines.Now);

    /// <summary>MAIL: nothing is sent before the first recipient.</summary>
    /// <param name="mail">The MAIL command for the next hop with CRLF; must stay as it is until <see cref="End"/>.</param>
    /// <param name="needed">Extensions that it uses.</param>
    public void Begin(ReadOnlyMemory<byte> mail, SmtpExtensions needed)
    {
        _mail = mail;
        _needed = needed;
        _recipients.Clear();
        _answered = 0;
        Accepted = 0;
        _mailSent = _broken = false;
        _mailRefused = _dataRefused = null;
        IsDataStarted = false;
        _dataWrite = null;
        _pool = null;
        Host = null;
    }

    /// <summary>Queues a recipient; <see cref="OfferAsync"/> sends it. The index tells it apart in <see cref="ReplyOf"/>.</summary>
    /// <param name="rcpt">The RCPT command for the next hop with CRLF.</param>
    public int Add(NextHopPool pool, ReadOnlyMemory<byte> rcpt)
    {
        _pool ??= pool;
        _recipients.Add((rcpt, null));
        return _recipients.Count - 1;
    }

    /// <summary>A recipient uses more extensions: the transaction needs a host that has them.</summary>
    public void Need(SmtpExtensions extensions) => _needed |= extensions;

    /// <summary>Recipients queued and not yet offered.</summary>
    public int Pending => _recipients.Count - _answered;

    /// <summary>The reply for the client, once offered.</summary>
    public Reply ReplyOf(int recipient) => _recipients[recipient].Reply ?? Replies.NextHopLost;

    /// <summary>Offers the queued recipients to the next hop and waits for its replies, which <see cref="ReplyOf"/> has then.</summary>
    /// <param name="dataAhead">DATA goes along, since the client pipelined it; see <see cref="IsDataStarted"/>.</param>
    public ValueTask<Reply?> OfferAsync(bool dataAhead) =>
        Pending == 0 ? default : ExchangeAsync(_pool!.Options.RcptTimeout, dataAhead, untilData: false);

    /// <summary>
    /// Sends DATA, whose reply <see cref="StartDataAsync"/> takes later: the client's next turn and the next hop's pass at the same time. Not while
    /// connections are short, since from now on nobody else can have this one; nor where anything else is due first.
    /// </summary>
    public void AskForData()
    {
        if (_connection is not { NeedsReset: false } connection || !_mailSent || Pending > 0 || IsDataStarted || _dataWrite is not null) return;
        if (_broken || Accepted == 0 || _mailRefused is not null || !_pool!.HasRoom || !connection.Has(_needed) || connection.Smtp.HasInput) return;

#pragma warning disable CA2012 // taken once, by the exchange that takes the reply; else the connection is dropped
        _dataWrite = connection.Smtp.WriteAsync(DataLine, _pool.Options.WriteTimeout);
#pragma warning restore CA2012
    }

    /// <summary>DATA. Null: the next hop said 354. Otherwise the reply for the client; the transaction is over then.</summary>
    public ValueTask<Reply?> StartDataAsync() => IsDataStarted ? default : ExchangeAsync(_pool!.Options.DataTimeout, dataAhead: true, untilData: true);

    /// <summary>Waits for the client: from now on others who wait may have the connection.</summary>
    public void Rest()
    {
        if (_connection is null || IsDataStarted || _dataWrite is not null || RestingSince != Busy) return;

        Volatile.Write(ref _restingSince, Deadlines.Now);
    }

    /// <summary>The client has said something: the connection is ours again, if it still is.</summary>
    public void Resume()
    {
        if (Interlocked.Exchange(ref _restingSince, Busy) != Reclaimed) return;
        _connection = null;
        _mailSent = false;
    }

    /// <summary>RSET, QUIT, EHLO, a refusal of ours: nothing was delivered. A connection in mail data is reset, any other goes back.</summary>
    public void End()
    {
        Resume();
        if (_connection is null) return;
        if (IsDataStarted || _dataWrite is not null)
        {
            Drop();
        }
        else
        {
            _connection.NeedsReset |= _mailSent;
            GiveBack(reusable: true);
        }
    }

    /// <summary>The pool takes the connection of a resting transaction. Called under the pool's lock.</summary>
    internal bool TryReclaim()
    {
        var since = Volatile.Read(ref _restingSince);
        return since is not (Busy or Reclaimed) && Interlocked.CompareExchange(ref _restingSince, Reclaimed, since) == since;
    }

    private const long Reclaimed = long.MaxValue - 1;

    private bool IsGivingUp(int tries) => tries >= _pool!.Hosts.Count + 1 || BudgetLeft == 0;

    private void Use(NextHopConnection connection)
    {
        _connection = connection;
        connection.Smtp.MoveHere();
        _mailSent = false;
        Host = connection.Host;
    }

    private Reply AnswerPending(Reply reply)
    {
        for (; _answered < _recipients.Count; _answered++) _recipients[_answered] = (_recipients[_answered].Line, reply);
        return reply;
    }

    private void GiveBack(bool reusable)
    {
        var connection = _connection!;
        _connection = null;
        _pool!.Return(connection, reusable);
    }

    /// <summary>The connection is of no use any more: reset, so that nothing half-way can be taken for an end there.</summary>
    private void Drop()
    {
        var connection = _connection!;
        connection.Smtp.Abort();
        GiveBack(reusable: false);
        _mailSent = false;
        IsDataStarted = false;
        _dataWrite = null;
    }
}
