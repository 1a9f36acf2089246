using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Inspection;

/// <summary>The manifest of an OpenDocument package: it alone tells that the files beside it are encrypted. Reused.</summary>
internal sealed class ContainedManifest(PartInspector parts) : IContainedFileSink
{
    private readonly OpenDocumentManifestWatcher _watcher = new();
    private LeafInspection _leaf = null!;

    public void Begin(LeafInspection leaf)
    {
        _leaf = leaf;
        _watcher.Begin();
    }

    public void Write(ReadOnlySpan<byte> octets) => _watcher.Write(octets);

    public void Complete()
    {
        if (_watcher.Findings != ProtectionFindings.None) parts.Facts.Add(_watcher.Findings, _leaf.MessageDepth);
        parts.Return(this);
    }
}
