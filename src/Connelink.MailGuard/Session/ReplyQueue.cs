using System.Buffers;
using System.Runtime.CompilerServices;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>Replies that are due to a client, ours and the next hop's, in the order of its commands; all that are due leave in one write.</summary>
internal sealed class ReplyQueue(SmtpConnection client, RelayTransaction relay, TimeSpan writeTimeout)
{
    private readonly ArrayBufferWriter<byte> _octets = new(512);
    private readonly List<(Reply? Ours, int Recipient)> _due = [];

    /// <summary>The client did not take what was sent: the session is over.</summary>
    public bool IsLost { get; private set; }

    /// <summary>A reply of ours.</summary>
    public void Add(Reply reply) => _due.Add((reply, 0));

    /// <summary>The next hop's answer to a recipient, which it has given by the time this is written.</summary>
    public void AddAnswer(int recipient) => _due.Add((null, recipient));

    /// <summary>Writes those that are due, now that all of them are known. What is written behind them goes along.</summary>
    public IBufferWriter<byte> Write()
    {
        foreach (var (ours, recipient) in _due) _octets.Write((ours ?? relay.ReplyOf(recipient)).Line.Span);
        _due.Clear();
        return _octets;
    }

    /// <summary>Sends what is due and what was written. False: the client did not get it.</summary>
    public ValueTask<bool> SendAsync()
    {
        Write();
        if (_octets.WrittenCount == 0) return new(true);

        var sending = client.WriteAsync(_octets.WrittenMemory, writeTimeout);
        return sending.IsCompletedSuccessfully ? new(Sent(sending.Result)) : AwaitSentAsync(sending);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AwaitSentAsync(ValueTask<bool> sending) => Sent(await sending);

    private bool Sent(bool isSent)
    {
        _octets.ResetWrittenCount();
        IsLost |= !isSent;
        return isSent;
    }
}
