using System.Diagnostics;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>One of several nodes synchronises a source at a time.</summary>
/// <param name="Holder">"host/process".</param>
public sealed record SyncLease(string Holder, DateTimeOffset Until)
{
    public static string Me { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Whether somebody else has it. Not so when its time is over, or its process was of this machine and is gone.</summary>
    public bool IsHeld(DateTimeOffset now) => Until > now && Holder != Me && !IsDead();

    private bool IsDead()
    {
        if (Holder.Split('/') is not [var machine, var process] || machine != Environment.MachineName || !int.TryParse(process, out var id)) return false;
        try
        {
            using var running = Process.GetProcessById(id);
            return running.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
