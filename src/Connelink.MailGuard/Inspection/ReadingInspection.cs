using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Inspection;

/// <summary>The decoded octets of one reading of a leaf: as a file, as protected content, as a text with files encoded in it. Reused.</summary>
internal sealed class ReadingInspection
{
    private readonly LeafInspection _leaf;
    private readonly FileInspector _file = new();
    private readonly MessageInflater _cmsInflater;
    private readonly MessageInflater _pgpInflater;
    private readonly ProtectionReader _protection;
    private readonly SignedContent _signed;
    private readonly EmbeddedFileWatcher _embedded = new();
    private readonly DataUriWatcher _dataUris = new();
    private readonly PdfAttachments _attachments;
    private readonly EmbeddedFile _attached;
    private readonly EmbeddedFile _inText;
    private readonly EmbeddedFile _inUri;
    private readonly EmbeddedFile _inLiteral;
    private Base64LiteralWatcher? _literals;
    private bool _isWide;
    private bool _hasBegun;

    public ReadingInspection(LeafInspection leaf)
    {
        _leaf = leaf;
        _signed = new SignedContent(leaf);
        _inText = new EmbeddedFile(leaf);
        _inUri = new EmbeddedFile(leaf);
        _inLiteral = new EmbeddedFile(leaf);
        _attached = new EmbeddedFile(leaf);
        _attachments = new PdfAttachments(leaf.Parts.Archives, _attached);
        _cmsInflater = new MessageInflater(leaf.Parts.Archives);
        _pgpInflater = new MessageInflater(leaf.Parts.Archives);
        _protection = new ProtectionReader(_signed, _cmsInflater, _pgpInflater, _attachments);
    }

    /// <summary>What comes next may be the rest of something.</summary>
    public bool IsUnderWay => _file.IsUnderWay || _signed.IsUnderWay || _inText.IsUnderWay || _inUri.IsUnderWay || _inLiteral.IsUnderWay || _attached.IsUnderWay;

    public void Begin(bool isFirst)
    {
        _file.Begin(_leaf.Parts.Archives, _leaf.Around.Depth);
        _signed.Begin(isFirst);
        _inText.Begin(isFirst);
        _inUri.Begin(isFirst);
        if (_leaf.Traits is { } traits) _protection.Begin(traits);
        if (_leaf.MayEmbedFiles) _embedded.Begin(_inText);
        if (_leaf.IsHtml) _dataUris.Begin(_inUri);
        if (_leaf.IsHtml) (_literals ??= new()).Begin(_inLiteral);
        (_isWide, _hasBegun) = (_leaf.IsWide, false);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        _file.Write(octets);
        if (_leaf.Traits is not null && !_protection.IsDone) _protection.Write(octets);
        if (_leaf.MayEmbedFiles) ReadText(octets);
        Report();
    }

    /// <summary>A byte order mark tells UTF-16, too; its ASCII is itself without the zeros, whichever octet of two comes first.</summary>
    private void ReadText(ReadOnlySpan<byte> octets)
    {
        if (!_hasBegun && !octets.IsEmpty) (_hasBegun, _isWide) = (true, _isWide || octets[0] is 0xFF or 0xFE);
        if (!_isWide)
        {
            ReadNarrow(octets);
            return;
        }
        while (!octets.IsEmpty)
        {
            var zeros = octets.IndexOfAnyExcept((byte)0, (byte)0xFF, (byte)0xFE);
            octets = octets[(zeros < 0 ? octets.Length : zeros)..];
            var letters = octets.IndexOf((byte)0);
            var text = octets[..(letters < 0 ? octets.Length : letters)];
            ReadNarrow(text);
            octets = octets[text.Length..];
        }
    }

    private void ReadNarrow(ReadOnlySpan<byte> octets)
    {
        _embedded.Write(octets);
        if (!_leaf.IsHtml) return;
        _dataUris.Write(octets);
        _literals!.Write(octets);
    }

    public void Complete()
    {
        _file.Complete();
        if (_leaf.Traits is not null)
        {
            _protection.Complete();
            _signed.Complete();
            ReleaseInflaters();
        }
        if (_leaf.MayEmbedFiles) _embedded.Complete();
        if (_leaf.IsHtml) _dataUris.Complete();
        if (_leaf.IsHtml) _literals!.Complete();
        Report();
    }

    public void Abandon()
    {
        _file.Abandon();
        _signed.Abandon();
        ReleaseInflaters();
        _inText.Abandon();
        _inUri.Abandon();
        _inLiteral.Abandon();
        _attached.Abandon();
    }

    private void ReleaseInflaters()
    {
        _cmsInflater.Release();
        _pgpInflater.Release();
        _attachments.Release();
    }

    private void Report()
    {
        _leaf.Parts.ReportArchives(_leaf);
        if (_leaf.Traits is not null && _protection.Findings is var found and not ProtectionFindings.None) _leaf.Parts.Facts.Add(found, _leaf.MessageDepth);
    }
}
