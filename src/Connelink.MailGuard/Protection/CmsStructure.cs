using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>One ContentInfo (RFC 5652 3) as its octets pass.</summary>
/// <remarks>Elements are told by their tags and not by their order, as far as a reader could be misled by one that is left out.</remarks>
internal sealed class CmsStructure : IBerHandler, IContentSink
{
    public const byte Sequence = 0x30;

    private const byte ObjectIdentifier = 0x06;
    private const byte OctetString = 0x04;
    private const byte ConstructedOctetString = 0x24;
    private const byte Set = 0x31;
    private const byte ExplicitContent = 0xA0;

    private readonly BerReader _ber;
    private readonly IContentSink _content;
    private readonly IInflater _inflater;
    private readonly byte[] _head = new byte[MimeEntityLook.Octets];
    private int _headOctets;
    private bool _hasContent;
    private bool _hasContentEnded;
    private bool _hasSigners;
    private bool _isKnownCompression;
    private CmsContentType _innerType;
    private InflateOutcome _inflated;

    public CmsStructure(IContentSink content, IInflater inflater) => (_ber, _content, _inflater) = (new BerReader(this), content, inflater);

    private enum Role : byte
    {
        /// <summary>Only passed over; also the parent of the outermost element.</summary>
        None,
        ContentInfo,

        /// <summary>[0] EXPLICIT of ContentInfo.</summary>
        Content,
        SignedData,
        CompressedData,
        CompressionAlgorithm,
        EncapsulatedContentInfo,

        /// <summary>[0] EXPLICIT of EncapsulatedContentInfo, or an OCTET STRING in pieces.</summary>
        EncapsulatedContent,
        SignerInfos,
    }

    public CmsContentType ContentType { get; private set; }

    /// <summary>No CMS structure about mail, one that hides its content, or one that has been read.</summary>
    public bool IsDone { get; private set; }

    public void Begin()
    {
        (ContentType, _innerType, IsDone) = (CmsContentType.Unknown, CmsContentType.Unknown, false);
        (_hasContent, _hasContentEnded, _hasSigners, _isKnownCompression) = (false, false, false, false);
        (_headOctets, _inflated) = (0, InflateOutcome.Running);
        _ber.Begin();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (IsDone) return;
        _ber.Write(octets);
        IsDone = _ber.Status != BerStatus.Running;
    }

    /// <summary>End of the leaf.</summary>
    /// <param name="isFile">A signature is of the file, unless what it signs is a message.</param>
    public ProtectionFindings Complete(bool isFile)
    {
        IsDone = true;
        if (ContentType is CmsContentType.Unknown or CmsContentType.Data) return ProtectionFindings.None;
        if (CmsContentTypes.IsEncrypted(ContentType)) return ProtectionFindings.SmimeEncrypted;

        var findings = CmsContentTypes.IsEncrypted(_innerType) ? ProtectionFindings.SmimeEncrypted : ProtectionFindings.None;
        if (ContentType == CmsContentType.CompressedData) return findings | ProtectionFindings.SmimeCompressed | Damage();
        return findings | Damage() | (_hasContent, _hasSigners) switch
        {
            // Certificates are often sent with an empty content instead of none.
            (_, false) when _headOctets == 0 => ProtectionFindings.SmimeCertificates,
            (false, _) => ProtectionFindings.SignedFile,
            _ when isFile && !MimeEntityLook.Is(_head.AsSpan(0, _headOctets)) => ProtectionFindings.SignedFile,
            _ => ProtectionFindings.SmimeSigned,
        };
    }

    BerAction IBerHandler.Enter(byte parent, byte tag, bool isEmpty, out byte role)
    {
        var (action, chosen) = Choose((Role)parent, tag, isEmpty);
        role = (byte)chosen;
        return action;
    }

    void IBerHandler.Captured(byte parent, ReadOnlySpan<byte> octets)
    {
        switch ((Role)parent)
        {
            case Role.ContentInfo when ContentType == CmsContentType.Unknown:
                ContentType = CmsContentTypes.Of(octets);
                break;
            case Role.EncapsulatedContentInfo:
                _innerType = CmsContentTypes.Of(octets);
                break;
            case Role.CompressionAlgorithm:
                _isKnownCompression = octets.SequenceEqual(CmsContentTypes.Zlib);
                break;
        }
    }

    void IBerHandler.Emitted(ReadOnlySpan<byte> octets)
    {
        if (ContentType != CmsContentType.CompressedData) Look(octets);
        else if (_inflated == InflateOutcome.Running && _isKnownCompression) _inflated = _inflater.Write(octets, this);
    }

    void IBerHandler.Left(byte role) => _hasContentEnded |= (Role)role == Role.EncapsulatedContentInfo;

    /// <summary>What was inflated.</summary>
    void IContentSink.Write(ReadOnlySpan<byte> content) => Look(content);

    private (BerAction Action, Role Role) Choose(Role parent, byte tag, bool isEmpty)
    {
        switch (parent, tag)
        {
            case (Role.None, Sequence):
                return (BerAction.Descend, Role.ContentInfo);
            case (Role.None, _):
                return (BerAction.Stop, Role.None);
            case (Role.ContentInfo, ObjectIdentifier) or (Role.EncapsulatedContentInfo, ObjectIdentifier) or (Role.CompressionAlgorithm, ObjectIdentifier):
                return (BerAction.Capture, Role.None);
            case (Role.ContentInfo, ExplicitContent) when ContentType is CmsContentType.SignedData or CmsContentType.CompressedData:
                return (BerAction.Descend, Role.Content);
            case (Role.ContentInfo, _):
                return (BerAction.Stop, Role.None);
            case (Role.Content, Sequence):
                return (BerAction.Descend, ContentType == CmsContentType.SignedData ? Role.SignedData : Role.CompressedData);
            case (Role.CompressedData, Sequence) when !_isKnownCompression:
                return (BerAction.Descend, Role.CompressionAlgorithm);
            case (Role.SignedData, Sequence) or (Role.CompressedData, Sequence):
                return (BerAction.Descend, Role.EncapsulatedContentInfo);
            case (Role.EncapsulatedContentInfo, ExplicitContent):
                _hasContent = true;
                if (ContentType == CmsContentType.CompressedData) _inflater.Begin(hasZlibHeader: true);
                return (BerAction.Descend, Role.EncapsulatedContent);
            case (Role.EncapsulatedContent, OctetString):
                return (BerAction.Emit, Role.None);
            case (Role.EncapsulatedContent, ConstructedOctetString):
                return (BerAction.Descend, Role.EncapsulatedContent);
            case (Role.SignedData, Set):
                // The first SET holds digest algorithms, the second one signers.
                return _hasContentEnded && !isEmpty ? (BerAction.Descend, Role.SignerInfos) : (BerAction.Skip, Role.None);
            case (Role.SignerInfos, _):
                _hasSigners = true;
                return (BerAction.Skip, Role.None);
            default:
                return (BerAction.Skip, Role.None);
        }
    }

    private void Look(ReadOnlySpan<byte> octets)
    {
        var kept = octets[..Math.Min(octets.Length, _head.Length - _headOctets)];
        kept.CopyTo(_head.AsSpan(_headOctets));
        _headOctets += kept.Length;
        _content.Write(octets);
    }

    private ProtectionFindings Damage()
    {
        if (_inflated == InflateOutcome.OverBudget || _ber.Status == BerStatus.TooDeep) return ProtectionFindings.LimitReached;
        var isWhole = _hasContentEnded || _ber.Status == BerStatus.Complete;
        var isInflated = ContentType != CmsContentType.CompressedData || _inflated == InflateOutcome.Complete;
        return isWhole && isInflated ? ProtectionFindings.None : ProtectionFindings.Broken;
    }
}
