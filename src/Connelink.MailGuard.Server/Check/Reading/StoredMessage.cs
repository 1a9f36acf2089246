namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>What the framing of SMTP has against the octets of a message (docs/architecture.md, DATA).</summary>
[Flags]
internal enum FramingOffences
{
    None = 0,
    BareCarriageReturn = 1,

    /// <summary>In a message whose lines end with CRLF.</summary>
    BareLineFeed = 2,

    /// <summary>A bare LF before a dot: it is refused where others become CRLF.</summary>
    BareLineFeedAtDot = 4,
    Nul = 8,
}

/// <summary>One message of a batch: where it was found, and where its octets lie.</summary>
/// <param name="Number">In its file, from 1.</param>
/// <param name="Offset">In its file.</param>
/// <param name="Start">In the batch.</param>
/// <param name="Length">Octets that are kept; of a message that is too big, its start.</param>
/// <param name="Octets">As it would come over the wire.</param>
internal readonly record struct StoredMessage(MailFile File, int Number, long Offset, int Start, int Length, long Octets, FramingOffences Offences);
