using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>Everything that keeps a leaf from being read or changed, found in its decoded octets: CMS, OpenPGP, protected documents.</summary>
/// <remarks>
/// The result is the same however the octets are split. Most files are none of these, which their first octets show: <see cref="IsDone"/>.
/// Reused after <see cref="Begin"/>.
/// </remarks>
/// <param name="content">Takes what a CMS signature or compression is wrapped around: a MIME entity, or a file as it is.</param>
/// <param name="cmsInflater">Of the message's budget.</param>
/// <param name="pgpInflater">Another one of the same budget: a leaf may look like both.</param>
/// <param name="attached">Takes files attached to a PDF.</param>
public sealed class ProtectionReader(IContentSink content, IInflater cmsInflater, IInflater pgpInflater, IAttachedFiles? attached = null)
{
    private readonly CmsReader _cms = new(content, cmsInflater);
    private readonly PgpReader _pgp = new(pgpInflater);
    private readonly ProtectedDocumentReader _document = new(attached);

    /// <summary>Nothing that follows can change the findings: the octets need not be written any more.</summary>
    public bool IsDone => _cms.IsDone && _pgp.IsDone && _document.IsDone;

    /// <summary>Final after <see cref="Complete"/>; what is there before stays.</summary>
    public ProtectionFindings Findings => _cms.Findings | _pgp.Findings | _document.Findings;

    /// <summary>Content is being handed on, or was.</summary>
    public CmsContentType ContentType => _cms.ContentType;

    public void Begin(LeafTraits traits)
    {
        _cms.Begin(traits);
        _pgp.Begin(traits);
        _document.Begin();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (!_pgp.IsDone) _pgp.Write(octets);
        if (!_document.IsDone) _document.Write(octets);
        if (!_cms.IsDone) _cms.Write(octets);
    }

    /// <summary>End of the leaf.</summary>
    public void Complete()
    {
        _cms.Complete();
        _pgp.Complete();
        _document.Complete();
    }
}
