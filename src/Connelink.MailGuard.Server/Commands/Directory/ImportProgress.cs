using System.Diagnostics;
using Connelink.MailGuard.Server.Check;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>One line on standard error while a long file is read; nothing where that is no terminal, or the work is short.</summary>
internal sealed class ImportProgress : IDisposable
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly CommandOutput _output;
    private readonly Func<int> _read;
    private readonly Timer? _timer;
    private bool _isShown;

    public ImportProgress(CommandOutput output, Func<int> read)
    {
        (_output, _read) = (output, read);
        if (output.ShowsProgress) _timer = new Timer(_ => Tell(), null, FirstAfter, Interval);
    }

    public void Dispose()
    {
        if (_timer is null) return;
        using var ended = new ManualResetEvent(false);
        if (_timer.Dispose(ended)) ended.WaitOne();
        if (_isShown) _output.Errors.Write("\r\e[K");
    }

    private void Tell()
    {
        _isShown = true;
        _output.Errors.Write($"\r{CheckWords.Count(_read())} entries, {CheckWords.Count(_read() * 1000L / _time.ElapsedMilliseconds)} entries/s\e[K");
    }
}
