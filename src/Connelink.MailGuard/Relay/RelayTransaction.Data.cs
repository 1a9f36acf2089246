using System.Runtime.CompilerServices;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>Mail data on its way: the client's octets, still dot-stuffed, and at last the final dot and the reply to it.</summary>
public sealed partial class RelayTransaction
{
    /// <summary>A next hop that refuses in the middle of mail data often closes at once; its reason may still be there to be read.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Sends mail data without its end. Null: go on. Otherwise the reply for the client; the transaction is over then.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply?> WriteAsync(ReadOnlyMemory<byte> data)
    {
        var hop = _connection!.Smtp;
        return !hop.HasInput && await hop.WriteAsync(data, _pool!.Options.WriteTimeout) ? null : await EarlyReplyAsync();
    }

    /// <summary>Sends the last of the mail data, in one buffer or two, which ends in CRLF.CRLF. The reply is the next hop's own, or 451 when there was none.</summary>
    /// <param name="until">By when, in <see cref="Deadlines.Now"/>.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply> FinishAsync(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> following, long until)
    {
        var connection = _connection!;
        // What is there before the dot is no answer to it: a 250 among it would acknowledge a message that nobody has. Under TLS it is seen by a read
        // that has something at once, in clear before that: the polling loop makes a receive together with the send.
        var isUnasked = !connection.Smtp.IsTls && connection.Smtp.HasInput;
        var reading = connection.FillAsync(until);
        isUnasked |= reading.IsCompleted || !connection.Smtp.Buffered.IsEmpty;
        if (isUnasked || !await connection.Smtp.WriteAsync(data, following, _pool!.Options.WriteTimeout))
        {
            connection.Smtp.ReadWithin(LastWords);
            await reading;
            return await EarlyReplyAsync();
        }
        Reply? reply = null;
        var read = await reading;
        while (read > 0 && connection.TryTakeReply(out reply) == ReplyStatus.Incomplete) read = await connection.FillAsync(until);
        if (reply is null || reply.Code is 421 or (>= 300 and < 400))
        {
            // Whether it has the message is not known: the client tries again, a duplicate is possible, a loss is not (RFC 1047).
            Drop();
            return Replies.NextHopLost;
        }
        IsDataStarted = false;
        _mailSent = false;
        connection.Transactions++;
        connection.NeedsReset = !reply.IsPositive; // RFC 5321 4.1.1.4 clears the envelope then too, but not everybody does
        if (reply.IsPositive) connection.Host.Delivered();
        if (NextHopReplies.IsMisconfiguration(reply.Code)) _pool!.ReportMisconfiguration(connection.Host, "End-of-data", reply);
        GiveBack(reusable: true);
        return NextHopReplies.ToFinalDot(reply);
    }

    /// <summary>4yz, 5yz or 421 before the end of the data, or the connection broke.</summary>
    private async ValueTask<Reply> EarlyReplyAsync()
    {
        var reply = await _connection!.ReadReplyAsync(LastWords);
        Drop();
        return reply is null || reply.Code < 400 ? Replies.NextHopLost : NextHopReplies.ToFinalDot(reply);
    }
}
