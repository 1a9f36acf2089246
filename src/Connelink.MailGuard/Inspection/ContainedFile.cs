using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>A file inside an archive or a TNEF stream: looked at as protected content. Its archives are looked at where it was found.</summary>
internal sealed class ContainedFile : IContainedFileSink
{
    private readonly PartInspector _parts;
    private readonly MessageInflater _cmsInflater;
    private readonly MessageInflater _pgpInflater;
    private readonly FileInText _attached;
    private readonly PdfAttachments _attachments;
    private readonly ProtectionReader _protection;
    private LeafInspection _leaf = null!;

    public ContainedFile(PartInspector parts)
    {
        _parts = parts;
        _cmsInflater = new MessageInflater(parts.Archives);
        _pgpInflater = new MessageInflater(parts.Archives);
        _attached = new FileInText(parts);
        _attachments = new PdfAttachments(parts.Archives, _attached);
        _protection = new ProtectionReader(new NoContent(), _cmsInflater, _pgpInflater, _attachments);
    }

    /// <param name="depth">Containers around it.</param>
    public void Begin(LeafInspection leaf, int depth)
    {
        _leaf = leaf;
        _attached.Begin(depth);
        _protection.Begin(LeafTraits.File);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (!_protection.IsDone) _protection.Write(octets);
    }

    public void Complete()
    {
        _protection.Complete();
        Abandon();
        if (_protection.Findings != ProtectionFindings.None) _parts.Facts.Add(_protection.Findings, _leaf.MessageDepth);
        _parts.Return(this);
    }

    /// <summary>Gives back what is lent for a message.</summary>
    public void Abandon()
    {
        _cmsInflater.Release();
        _pgpInflater.Release();
        _attachments.Release();
        _attached.Abandon();
    }

    /// <summary>A signed file inside an archive is opened by its reader's hand, layer by layer: no mail program shows what is in it.</summary>
    private sealed class NoContent : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }
}
