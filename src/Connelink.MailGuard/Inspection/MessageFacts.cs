using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Inspection;

/// <summary>What the inspection of one message has found so far: all that content rules judge by. Kinds and sizes, never content.</summary>
/// <remarks>It grows while the message passes, and only grows, but for <see cref="AttachmentOctets"/>. Reused for each message; not thread-safe.</remarks>
public sealed class MessageFacts
{
    /// <summary>Grows with every change.</summary>
    public int Version { get; private set; }

    /// <summary>End-of-data was seen: nothing more will be found.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>The message is a multipart/report (RFC 6522): originals in it are often cut short.</summary>
    public bool IsReport { get; internal set; }

    /// <summary>A part text/calendar with a method (RFC 6047): an invitation, or an answer to one.</summary>
    public bool HasCalendar { get; internal set; }

    /// <summary>Decoded octets of all attachments (docs/rules/attachment-size.md says what counts).</summary>
    public long AttachmentOctets { get; internal set; }

    /// <summary>The same of parts that only a reading other than the first shows.</summary>
    public long AlternativeOctets { get; private set; }

    public ArchiveFindings Archives { get; internal set; }

    /// <summary>Irregularities that are refused where they stand; what only looks like a message inside an attachment has none.</summary>
    public MimeIrregularity Irregularities { get; internal set; }

    public ProtectionFindings Protection { get; internal set; }

    /// <summary>Forgets the last message.</summary>
    internal void Reset()
    {
        Version = 0;
        IsComplete = IsReport = HasCalendar = false;
        AttachmentOctets = AlternativeOctets = 0;
        (Archives, Irregularities, Protection) = (ArchiveFindings.None, MimeIrregularity.None, ProtectionFindings.None);
    }

    internal void Complete() => (IsComplete, Version) = (true, Version + 1);

    internal void Report() => (IsReport, Version) = (true, Version + 1);

    internal void Calendar() => (HasCalendar, Version) = (true, Version + 1);

    internal void Count(long octets) => (AttachmentOctets, Version) = (AttachmentOctets + octets, Version + 1);

    internal void CountAlternative(long octets) => (AlternativeOctets, Version) = (AlternativeOctets + octets, Version + 1);

    internal void Add(ArchiveFindings findings)
    {
        if ((findings & ~Archives) != 0) (Archives, Version) = (Archives | findings, Version + 1);
    }

    internal void Add(MimeIrregularity irregularity)
    {
        if ((Irregularities & irregularity) == 0) (Irregularities, Version) = (Irregularities | irregularity, Version + 1);
    }

    internal void Add(ProtectionFindings findings, int messageDepth)
    {
        var found = findings.At(messageDepth);
        if ((found & ~Protection) != 0) (Protection, Version) = (Protection | found, Version + 1);
    }
}
