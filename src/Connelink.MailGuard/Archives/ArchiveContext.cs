using System.Numerics;

namespace Connelink.MailGuard.Archives;

/// <summary>What all inspections of one message share: limits, what was found, and what was spent. Reused for each message.</summary>
/// <remarks>Not thread-safe; one message is inspected by one thread at a time.</remarks>
public sealed class ArchiveContext(ArchiveLimits limits)
{
    private readonly byte[] _depths = new byte[32];

    public ArchiveContext()
        : this(ArchiveLimits.Default)
    {
    }

    public ArchiveLimits Limits { get; } = limits;

    public ArchiveFindings Findings { get; private set; }

    /// <summary>Octets inflated so far: grows only. When it has grown, an inspection costs more than passing octets by.</summary>
    public long Work { get; private set; }

    /// <summary>Files met in archives so far.</summary>
    public int Entries { get; private set; }

    /// <summary>Who takes files found inside others.</summary>
    internal IContainedFiles? Contained { get; private set; }

    /// <summary>Begins a message. Inspections of the message before must have been completed or abandoned.</summary>
    public void Reset(IContainedFiles? contained = null)
    {
        Findings = ArchiveFindings.None;
        Work = 0;
        Entries = 0;
        Contained = contained;
    }

    /// <summary>Containers around the file where this was first found; 0 for what is attached itself.</summary>
    /// <param name="finding">One flag that <see cref="Findings"/> has.</param>
    public int DepthOf(ArchiveFindings finding) => _depths[BitOperations.TrailingZeroCount((uint)finding)];

    internal void Report(ArchiveFindings finding, int depth)
    {
        if ((Findings & finding) != 0) return;
        Findings |= finding;
        _depths[BitOperations.TrailingZeroCount((uint)finding)] = (byte)depth;
    }
}
