using System.Runtime.InteropServices;
using Connelink.MailGuard.Server.Commands;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>The first SIGTERM or SIGINT is the host's, which drains; a second one ends the program at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Count),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Count),
    ];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Count(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1) Environment.Exit(ExitCodes.Terminated);
    }
}
