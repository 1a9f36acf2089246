using System.Text;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Fuzz;

/// <summary>Files that stood in a text, each whole and ended before the next one begins.</summary>
internal sealed class FileList : IEmbeddedFileSink
{
    private readonly StringBuilder _text = new();
    private bool _isOpen;

    public void BeginFile(EmbeddedFileKind kind)
    {
        if (_isOpen) throw new InvalidOperationException("A file begins in another one.");
        _isOpen = true;
        _text.Append(kind).Append(' ');
    }

    public void Content(ReadOnlySpan<byte> octets)
    {
        if (!_isOpen || octets.IsEmpty) throw new InvalidOperationException("Content of no file, or none of one.");
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
