using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>A file that stands encoded in a file: one level deeper than that. Reused.</summary>
internal sealed class FileInText(PartInspector parts) : IEmbeddedFileSink
{
    private FileInspector? _file;
    private EmbeddedFileKind _kind;
    private int _depth;

    /// <summary>A file has begun and not ended.</summary>
    public bool IsUnderWay => _file is not null;

    /// <param name="depth">Containers around the file that it stands in.</param>
    public void Begin(int depth) => _depth = depth;

    public void BeginFile(EmbeddedFileKind kind)
    {
        if (parts.Archives.Enter(_depth)) Open(kind, _depth + 1);
    }

    /// <param name="depth">Containers around it.</param>
    public void Open(EmbeddedFileKind kind, int depth)
    {
        _kind = kind;
        _file = parts.Archives.Rent();
        _file.Begin(parts.Archives, depth);
    }

    public void Content(ReadOnlySpan<byte> octets)
    {
        if (_file is not null) parts.Write(_file, octets, _kind);
    }

    public void EndFile()
    {
        if (_file is not null) parts.Complete(_file, _kind);
        _file = null;
    }

    /// <summary>The message went no further.</summary>
    public void Abandon()
    {
        if (_file is null) return;
        _file.Abandon();
        parts.Archives.Return(_file);
        _file = null;
    }
}
