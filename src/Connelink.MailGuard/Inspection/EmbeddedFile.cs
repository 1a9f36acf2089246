using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>A file that stands encoded in text. Each watcher has its own: those of two of them may overlap.</summary>
internal sealed class EmbeddedFile(LeafInspection leaf) : IEmbeddedFileSink
{
    private FileInspector? _file;
    private EmbeddedFileKind _kind;
    private bool _isFirst;

    /// <summary>A file has begun and not ended.</summary>
    public bool IsUnderWay => _file is not null;

    /// <param name="isFirst">In the first reading of the leaf: only there it is counted.</param>
    public void Begin(bool isFirst) => _isFirst = isFirst;

    public void BeginFile(EmbeddedFileKind kind)
    {
        Abandon();
        _kind = kind;
        leaf.HasEmbedded |= kind < EmbeddedFileKind.DataUri;
        // The text is a container: a message or a document in it is handed out like one in an archive.
        var around = new Around(leaf.Around.Depth + 1, IsCounted: false);
        if (!leaf.Parts.MayOpen(around, leaf.Part)) return;
        _file = leaf.Parts.Archives.Rent();
        _file.Begin(leaf.Parts.Archives, around.Depth);
    }

    public void Content(ReadOnlySpan<byte> octets)
    {
        if (_isFirst && leaf.CountsEmbedded && _kind <= EmbeddedFileKind.DataUri) leaf.Parts.Facts.Count(octets.Length);
        if (_file is not null) leaf.Parts.Write(_file, octets, _kind);
    }

    public void EndFile()
    {
        if (_file is not null) leaf.Parts.Complete(_file, _kind);
        _file = null;
    }

    public void Abandon()
    {
        if (_file is null) return;
        _file.Abandon();
        leaf.Parts.Archives.Return(_file);
        _file = null;
    }
}
