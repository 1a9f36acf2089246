using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>A text inside an archive that holds files in uuencode, yEnc or BinHex: a double click decodes them. Reused.</summary>
internal sealed class ContainedText(PartInspector parts) : IContainedFileSink, IEmbeddedFileSink
{
    private readonly EmbeddedFileWatcher _watcher = new();
    private FileInspector? _file;
    private int _depth;

    /// <param name="depth">Containers around the text.</param>
    public void Begin(int depth)
    {
        _depth = depth;
        _file = null;
        _watcher.Begin(this);
    }

    public void Write(ReadOnlySpan<byte> octets) => _watcher.Write(octets);

    public void Complete()
    {
        _watcher.Complete();
        parts.Return(this);
    }

    /// <summary>The message went no further.</summary>
    public void Abandon()
    {
        if (_file is null) return;
        _file.Abandon();
        parts.Archives.Return(_file);
        _file = null;
    }

    void IEmbeddedFileSink.BeginFile(EmbeddedFileKind kind)
    {
        if (!parts.Archives.Enter(_depth)) return;
        _file = parts.Archives.Rent();
        _file.Begin(parts.Archives, _depth + 1);
    }

    void IEmbeddedFileSink.Content(ReadOnlySpan<byte> octets) => _file?.Write(octets);

    void IEmbeddedFileSink.EndFile()
    {
        if (_file is null) return;
        _file.Complete();
        parts.Archives.Return(_file);
        _file = null;
    }
}
