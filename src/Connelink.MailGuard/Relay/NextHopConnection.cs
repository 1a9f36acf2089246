using System.Runtime.CompilerServices;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>A connection to a next hop after EHLO, with what its pool wants to know of it. Used by one transaction at a time.</summary>
public sealed class NextHopConnection(SmtpConnection smtp, NextHopHost host, SmtpExtensions extensions, long size) : IDisposable
{
    private const int Remembered = 4;

    private readonly (byte[] Octets, Reply Reply)[] _replies = new (byte[], Reply)[Remembered];
    private int _nextReply;

    public SmtpConnection Smtp { get; } = smtp;

    public NextHopHost Host { get; } = host;

    /// <summary>What its last EHLO reply offered.</summary>
    public SmtpExtensions Extensions { get; } = extensions;

    /// <summary>Whether it offered all of these.</summary>
    public bool Has(SmtpExtensions needed) => (Extensions & needed) == needed;

    /// <summary>Its SIZE limit; 0: none told.</summary>
    public long Size { get; } = size;

    public long OpenedAt { get; } = Deadlines.Now;

    public long LastUsed { get; set; } = Deadlines.Now;

    public int Transactions { get; set; }

    public int ErrorReplies { get; private set; }

    /// <summary>A transaction was left half-way: RSET goes out with the next batch.</summary>
    public bool NeedsReset { get; set; }

    /// <summary>The transaction that holds it; null in the pool.</summary>
    internal RelayTransaction? Holder { get; set; }

    internal int PlaceInUse { get; set; }

    /// <summary>The next reply; null when the connection ended, time is over, or what came is no reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply?> ReadReplyAsync(TimeSpan timeout)
    {
        var until = Deadlines.Now + (long)timeout.TotalMilliseconds;
        Reply? reply;
        while (TryTakeReply(out reply) == ReplyStatus.Incomplete)
        {
            if (await FillAsync(until) == 0) return null;
        }
        return reply;
    }

    /// <summary>Takes the next reply out of what has been read, where it is complete.</summary>
    public ReplyStatus TryTakeReply(out Reply? reply)
    {
        reply = null;
        var status = ReplyParser.TryRead(Smtp.Buffered, out var consumed, out _);
        if (status != ReplyStatus.Complete) return status;

        reply = Recall(Smtp.Buffered[..consumed]);
        Smtp.Consume(consumed);
        if (!reply.IsPositive && reply.Code != 354) ErrorReplies++;
        return status;
    }

    /// <summary>Reads more of a reply; 0 when the connection ended or it is too late.</summary>
    /// <param name="until">In <see cref="Deadlines.Now"/>.</param>
    public ValueTask<int> FillAsync(long until)
    {
        var left = until - Deadlines.Now;
        return left > 0 ? Smtp.FillAsync(TimeSpan.FromMilliseconds(left)) : new(0);
    }

    public void Dispose() => Smtp.Dispose();

    /// <summary>Next hops say the same few things over and over: known octets give the reply that was made of them before.</summary>
    private Reply Recall(ReadOnlySpan<byte> octets)
    {
        foreach (var (known, reply) in _replies)
        {
            if (known is not null && octets.SequenceEqual(known)) return reply;
        }
        var parsed = ReplyParser.Parse(octets);
        _replies[_nextReply] = (octets.ToArray(), parsed);
        _nextReply = (_nextReply + 1) % Remembered;
        return parsed;
    }
}
