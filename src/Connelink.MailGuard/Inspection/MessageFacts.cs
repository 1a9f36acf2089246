using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Inspection;

/// <summary>What has been found in a message so far, for content rules: sums and kinds, never content. Grows while the message passes; reused.</summary>
public sealed class MessageFacts
{
    /// <summary>End-of-data was read: nothing more will be found.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>Decoded octets of all attachments (rule attachment-size).</summary>
    public long AttachmentOctets { get; internal set; }

    public ArchiveFindings Archive { get; internal set; }

    /// <summary>Those of parts that only look like messages, in prose, are left out.</summary>
    public MimeIrregularity Irregularities { get; internal set; }

    public ProtectionFindings Protection { get; internal set; }

    /// <summary>A text/calendar part with a method (RFC 6047 2.4).</summary>
    public bool HasCalendar { get; internal set; }

    /// <summary>The message itself is a multipart/report (RFC 6522): the original that it returns may be cut short.</summary>
    public bool IsReport { get; internal set; }

    /// <summary>Begins a message.</summary>
    internal void Clear()
    {
        (IsComplete, AttachmentOctets, HasCalendar, IsReport) = (false, 0, false, false);
        (Archive, Irregularities, Protection) = (ArchiveFindings.None, MimeIrregularity.None, ProtectionFindings.None);
    }
}
