using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>A file that stands encoded in a leaf. Each watcher has its own: those of two of them may overlap.</summary>
internal sealed class EmbeddedFile(LeafInspection leaf) : IEmbeddedFileSink
{
    private readonly FileInText _file = new(leaf.Parts);
    private EmbeddedFileKind _kind;
    private bool _isFirst;

    /// <summary>A file has begun and not ended.</summary>
    public bool IsUnderWay => _file.IsUnderWay;

    /// <param name="isFirst">In the first reading of the leaf: only there it is counted.</param>
    public void Begin(bool isFirst) => _isFirst = isFirst;

    public void BeginFile(EmbeddedFileKind kind)
    {
        Abandon();
        _kind = kind;
        leaf.HasEmbedded |= kind < EmbeddedFileKind.DataUri;
        // The text is a container: a message or a document in it is handed out like one in an archive.
        var around = new Around(leaf.Around.Depth + 1, IsCounted: false);
        if (leaf.Parts.MayOpen(around)) _file.Open(kind, around.Depth);
    }

    public void Content(ReadOnlySpan<byte> octets)
    {
        if (_isFirst && _kind <= EmbeddedFileKind.DataUri) leaf.CountEmbedded(octets.Length);
        _file.Content(octets);
    }

    public void EndFile() => _file.EndFile();

    public void Abandon() => _file.Abandon();
}
