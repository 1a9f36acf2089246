using System.Diagnostics;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>One of several nodes synchronises a source at a time.</summary>
/// <param name="Holder">"host/process".</param>
public sealed record SyncLease(string Holder, DateTimeOffset Until)
{
    public static string Me { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Whether somebody else has it. Not so when its time is over, or its process was of this machine and is gone.</summary>
    public bool IsHeld(DateTimeOffset now) => IsHeld(now, Me);

    /// <summary>Takes it, if nobody else has it: of those who try at once, one does.</summary>
    /// <param name="source">Read anew: who has the lease knows what the last holder noted.</param>
    /// <param name="me">Who takes it.</param>
    /// <param name="holder">Who has it, when it is not taken.</param>
    internal static bool TryTake(DirectoryStore store, ref StoredSource source, string me, DateTimeOffset now, TimeSpan longest, out string holder)
    {
        var known = source;
        source = store.Sources(known.Tenant).FirstOrDefault(candidate => candidate.Name == known.Name) ?? known;
        var status = SyncStatus.Parse(source.Status);
        holder = status.Lease?.Holder ?? "another node";
        return status.Lease?.IsHeld(now, me) != true && store.ReplaceStatus(source, (status with { Lease = new(me, now + longest) }).ToJson());
    }

    private bool IsHeld(DateTimeOffset now, string me) => Until > now && Holder != me && !IsDead();

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
