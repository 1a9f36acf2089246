namespace Connelink.MailGuard.Archives;

/// <summary>What all inspections of one message share: limits, what was found, and what was spent. Reused for each message.</summary>
/// <remarks>Not thread-safe; one message is inspected by one thread at a time.</remarks>
public sealed class ArchiveContext(ArchiveLimits limits)
{
    internal const int MostSniffed = 64 * 1024;

    /// <summary>A local header, a descriptor and a central header, in an archive that is stored in another.</summary>
    private const int MarksOfEntry = 6;

    private readonly Stack<FileInspector> _spare = new();
    private long _marks;

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

    /// <summary>So many signatures that looking at them is the attack: no more are looked for.</summary>
    internal bool IsExhausted => _marks > (long)Limits.MaxEntries * MarksOfEntry;

    internal bool MayInflate => (Findings & (ArchiveFindings.TooManyOctets | ArchiveFindings.TooManyEntries)) == 0;

    /// <summary>
    /// Octets inflated to learn what an entry is, when its head does not tell. Of as many entries as half of the budget is enough for: so that any number
    /// of clear entries that the limits allow stays within it.
    /// </summary>
    internal int SniffedOctets => Entries < Limits.MaxInflatedOctets / 2 / MostSniffed ? MostSniffed : FileInspector.HeadOctets;

    /// <summary>Begins a message. Inspections of the message before must have been completed or abandoned.</summary>
    public void Reset(IContainedFiles? contained = null)
    {
        Findings = ArchiveFindings.None;
        Work = 0;
        Entries = 0;
        _marks = 0;
        Contained = contained;
    }

    /// <summary>Forgets findings that the caller has reason not to count.</summary>
    public void Dismiss(ArchiveFindings findings) => Findings &= ~findings;

    internal void Report(ArchiveFindings findings) => Findings |= findings;

    /// <summary>False when the budget of inflated octets is spent.</summary>
    internal bool Spend(int octets)
    {
        Work += octets;
        if (Work <= Limits.MaxInflatedOctets) return true;
        Report(ArchiveFindings.TooManyOctets);
        return false;
    }

    /// <summary>A file in the archive at this depth. False when it may not be looked at.</summary>
    internal bool Enter(int depth)
    {
        if (++Entries > Limits.MaxEntries) Report(ArchiveFindings.TooManyEntries);
        else if (depth >= Limits.MaxDepth) Report(ArchiveFindings.TooDeep);
        else return true;
        return false;
    }

    /// <summary>A signature was found. False when there are more than any files that the limits allow have.</summary>
    internal bool CountMark()
    {
        _marks++;
        if (!IsExhausted) return true;
        Report(ArchiveFindings.TooManyEntries);
        return false;
    }

    internal FileInspector Rent() => _spare.TryPop(out var inspector) ? inspector : new FileInspector();

    internal void Return(FileInspector inspector) => _spare.Push(inspector);
}
