using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>Inflates the files attached to a PDF out of the budget of the message. Those that are not compressed are seen by their octets anyway.</summary>
internal sealed class PdfAttachments(ArchiveContext archives, IEmbeddedFileSink files) : IAttachedFiles, IContentSink
{
    private readonly MessageInflater _inflater = new(archives);

    public void BeginFile()
    {
        _inflater.Begin(hasZlibHeader: true);
        files.BeginFile(EmbeddedFileKind.PdfAttachment);
    }

    public bool Content(ReadOnlySpan<byte> octets) => _inflater.Write(octets, this) == InflateOutcome.Running;

    public void EndFile() => files.EndFile();

    /// <summary>Gives back what is lent for a message.</summary>
    public void Release() => _inflater.Release();

    void IContentSink.Write(ReadOnlySpan<byte> content) => files.Content(content);
}
