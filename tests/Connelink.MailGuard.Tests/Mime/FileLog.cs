using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Writes the files that stood in a text as text, a line for each; none may begin in another.</summary>
internal sealed class FileLog : IEmbeddedFileSink
{
    private readonly StringBuilder _text = new();
    private bool _isOpen;

    public List<byte> All { get; } = [];

    public static string Of(IEncodedFileWatcher watcher, ReadOnlySpan<byte> text, params ReadOnlySpan<int> cuts)
    {
        var log = new FileLog();
        watcher.Begin(log);
        Fuzzing.InPieces(text, cuts, watcher.Write);
        watcher.Complete();
        return log.ToString();
    }

    public void BeginFile(EmbeddedFileKind kind)
    {
        Assert.False(_isOpen);
        _isOpen = true;
        _text.Append(kind).Append(' ');
    }

    public void Content(ReadOnlySpan<byte> octets)
    {
        Assert.True(_isOpen);
        Assert.False(octets.IsEmpty);
        All.AddRange(octets);
        _text.Append(Convert.ToHexString(octets));
    }

    public void EndFile()
    {
        Assert.True(_isOpen);
        _isOpen = false;
        _text.Append('\n');
    }

    public override string ToString()
    {
        Assert.False(_isOpen);
        return _text.ToString();
    }
}
