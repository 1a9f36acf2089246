using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>How a session ends: what is said last, and that it can be read.</summary>
public sealed partial class SmtpSession
{
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(5);

    private bool _isClosing;
    private bool _lingers;

    private bool IsOver => _isClosing || _replies.IsLost;

    /// <summary>The gateway stops: a session between transactions ends now, any other after its transaction. From any thread.</summary>
    public void StopWhenIdle()
    {
        if (_isIdle) _client.StopReading();
    }

    /// <summary>The time to end is over. From any thread.</summary>
    public void Abort() => _client.Abort();

    private async ValueTask RefuseAndCloseAsync(Reply reply)
    {
        await SayAndFlushAsync(reply);
        _isClosing = _lingers = true;
        _relay.End();
        _hold.Clear();
    }

    private async ValueTask CloseAsync()
    {
        await EndTransactionAsync();
        _hold.Clear();
        _content.Close();
        await _client.EndWritingAsync(LingerTime);
        if (_lingers) await LingerAsync();
        _client.Dispose();
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
}
