using System.Buffers;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>One SMTP session of the sink: a block in, all replies that it earns out in one send.</summary>
internal sealed class SinkConnection(Wire wire, SinkOptions options, SinkTally tally, DelayLine delays) : IDisposable
{
    /// <summary>The four octets before the block stay in front of it, so that one search finds an end-of-data that blocks divide.</summary>
    private const int Front = 4;

    private const int BlockOctets = 64 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Front + BlockOctets);
    private readonly SinkReplies _replies = new();
    private readonly SinkMessage _message = new(tally);
    private bool _inData;
    private bool _startTls;
    private bool _closing;

    public async Task RunAsync()
    {
        _replies.Add(SinkReplies.Greeting);
        await FlushAsync();
        var kept = 0;
        while (!_closing)
        {
            var received = await wire.ReceiveAsync(_buffer.AsMemory(Front + kept, BlockOctets - kept));
            if (received == 0) return;
            kept = Take(kept + received);
            if (_replies.Count > 0) await FlushAsync();
            if (_startTls) await UpgradeAsync();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _replies.Dispose();
    }

    private async ValueTask FlushAsync()
    {
        // As a next hop that is so far away: each answer comes so long after its command, also within a batch (RFC 2920 is made for that).
        if (options.ReplyDelay is > 0 and var delay) await delays.WaitAsync(delay);
        await wire.SendAsync(_replies.Take());
    }

    private async Task UpgradeAsync()
    {
        _startTls = false;
        await wire.UpgradeAsServerAsync(options.Certificate!);
    }

    /// <summary>Uses up the block; returns how many octets of an incomplete command line were moved to its start.</summary>
    private int Take(int length)
    {
        var (at, end) = (Front, Front + length);
        while (at < end && !_closing)
        {
            if (_inData)
            {
                at = TakeData(at, end);
                continue;
            }
            var line = _buffer.AsSpan(at, end - at);
            var lineEnd = line.IndexOf((byte)'\n');
            if (lineEnd < 0) return Keep(at, end);
            Answer(line[..lineEnd]);
            at += lineEnd + 1;
        }
        if (_inData) _buffer.AsSpan(end - Front, Front).CopyTo(_buffer);
        return 0;
    }

    private int Keep(int at, int end)
    {
        _closing = end - at == BlockOctets;
        _buffer.AsSpan(at, end - at).CopyTo(_buffer.AsSpan(Front));
        return end - at;
    }

    private int TakeData(int at, int end)
    {
        var found = _buffer.AsSpan(at - Front, end - at + Front).IndexOf("\r\n.\r\n"u8);
        var stop = found < 0 ? end : at - Front + found + 5;
        _message.Take(_buffer.AsSpan(at, stop - at));
        if (found < 0) return end;

        _inData = false;
        _message.End();
        _replies.Add(SinkReplies.Queued);
        return stop;
    }

    /// <summary>The verb decides alone: whatever stands behind it is welcome.</summary>
    private void Answer(ReadOnlySpan<byte> line)
    {
        switch (SinkVerbs.Read(line))
        {
            case SinkVerbs.Ehlo: _replies.Add(options.Certificate is null ? SinkReplies.Hello : SinkReplies.HelloWithTls); break;
            case SinkVerbs.Mail: _replies.Add(SinkReplies.MailOk); break;
            case SinkVerbs.Rcpt: _replies.Add(SinkReplies.RcptOk); break;
            case SinkVerbs.Data: _replies.Add(SinkReplies.GoAhead); _message.Begin(); _inData = true; break;
            case SinkVerbs.Star when options.Certificate is not null: _replies.Add(SinkReplies.Ready); _startTls = true; break;
            case SinkVerbs.Quit: _replies.Add(SinkReplies.Bye); _closing = true; break;
            default: _replies.Add(SinkReplies.Ok); break;
        }
    }
}
