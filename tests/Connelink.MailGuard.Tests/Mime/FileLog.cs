using System.Text;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Writes the files that stood in a text as text, a line for each: each has content, is ended, and none begins in another.</summary>
internal sealed class FileLog : IEmbeddedFileSink
{
    private readonly StringBuilder _text = new();
    private bool _isOpen;

    public List<byte> All { get; } = [];

    /// <param name="write">Writes the text to the watcher.</param>
    public static string Of(IEncodedFileWatcher watcher, Action write)
    {
        var log = new FileLog();
        watcher.Begin(log);
        write();
        watcher.Complete();
        return log.ToString();
    }

    public void BeginFile(EmbeddedFileKind kind)
    {
        if (_isOpen) throw new InvalidOperationException("A file begins in another one.");
        _isOpen = true;
        _text.Append(kind).Append(' ');
    }

    public void Content(ReadOnlySpan<byte> octets)
    {
        if (!_isOpen || octets.IsEmpty) throw new InvalidOperationException("Content of no file, or none of one.");
        All.AddRange(octets);
        _text.Append(Convert.ToHexString(octets));
    }

    public void EndFile()
    {
        if (!_isOpen) throw new InvalidOperationException("A file ends that has not begun.");
        _isOpen = false;
        _text.Append('\n');
    }

    public override string ToString() => _isOpen ? throw new InvalidOperationException("A file has no end.") : _text.ToString();
}
