using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>One message as it passes: its parts, what they decode to, the archives and protected content in them. What is found goes to <see cref="Facts"/>.</summary>
/// <remarks>
/// Bounded memory, nothing allocated for ordinary mail once warm. Used again for each message: Begin, Write as often as there are blocks,
/// Complete or Abandon. Not thread-safe, and bound to no thread.
/// </remarks>
public sealed class MessageInspection : IContentSink
{
    private readonly MimeScanner _scanner = new();
    private readonly PartInspector _parts;

    public MessageInspection() => _parts = new PartInspector(Facts);

    public MessageFacts Facts { get; } = new();

    /// <summary>Octets inflated for this message: when they grow, it costs more than passing octets by.</summary>
    public long Inflated => _parts.Inflated;

    /// <param name="opensDocuments">A rule asks for protected documents: those in archives are opened, too.</param>
    public void Begin(bool opensDocuments)
    {
        Facts.Reset();
        _parts.Begin(opensDocuments);
        _scanner.Begin(_parts);
    }

    /// <param name="content">Of the message, header section included, un-stuffed.</param>
    public void Write(ReadOnlySpan<byte> content) => _scanner.Write(content);

    /// <summary>End-of-data.</summary>
    public void Complete()
    {
        _scanner.Complete();
        Facts.Complete();
    }

    /// <summary>Lets go of a message that was not completed, or is over.</summary>
    public void Abandon() => _parts.Abandon();
}
