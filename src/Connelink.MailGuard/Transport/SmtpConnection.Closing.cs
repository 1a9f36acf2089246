using System.Net.Sockets;

namespace Connelink.MailGuard.Transport;

/// <summary>The ends that a connection may come to: in good order, by a reset, or because time is over.</summary>
public sealed partial class SmtpConnection
{
    private int _disposed;

    /// <summary>Makes a pending read return 0 as if the peer had closed; replies can still be written. From any thread.</summary>
    public void StopReading()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // Gone already: the read returns by itself.
        }
    }

    /// <summary>Tells the peer that nothing more comes from here (under TLS with a close_notify); reading goes on.</summary>
    public async ValueTask EndWritingAsync(TimeSpan timeout)
    {
        _sendDeadline.Begin(timeout);
        try
        {
            if (_tls is { } tls) await tls.ShutdownAsync();
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // Gone already.
        }
        _sendDeadline.End();
    }

    /// <summary>Resets: the peer sees that the connection broke, and can take nothing before it for an end. From any thread.</summary>
    public void Abort() => _polled.Abort();

    /// <summary>Closes. Call when no reading is under way; a write that is ends as broken.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        _deadlines.Forget(this);
        _tls?.Dispose();
        _polled.Dispose();
        _input.Dispose();
    }

    internal bool IsOverdue(long now) => _receiveDeadline.IsOverdue(now) || _sendDeadline.IsOverdue(now);

    /// <summary>A read that is late ends as if the peer had closed, so that a last reply can be written; a write that is late breaks the connection.</summary>
    internal void Expire(long now)
    {
        if (_sendDeadline.TryExpire(now)) Abort();
        if (_receiveDeadline.TryExpire(now)) StopReading();
    }
}
