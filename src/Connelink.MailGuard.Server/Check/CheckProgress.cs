using System.Diagnostics;

namespace Connelink.MailGuard.Server.Check;

/// <summary>One line on standard error while much is judged; nothing where that is no terminal, or the work is short.</summary>
internal sealed class CheckProgress(TextWriter errors, bool isTerminal)
{
    private const long FirstAfter = 1000;
    private const long Interval = 250;

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private long _next = FirstAfter;
    private bool _isShown;

    public void Tell(long messages, long octets)
    {
        if (!isTerminal || _time.ElapsedMilliseconds < _next) return;
        _next = _time.ElapsedMilliseconds + Interval;
        _isShown = true;
        var rate = CheckWords.Count(messages * 1000 / _time.ElapsedMilliseconds);
        errors.Write($"\r{CheckWords.Count(messages)} messages, {CheckWords.Size(octets)}, {rate} messages/s\e[K");
    }

    public void End()
    {
        if (_isShown) errors.Write("\r\e[K");
    }
}
