using System.Buffers.Text;
using System.Text;

namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>Reads the messages of one file after the other. Bounded memory, whatever the size of the file.</summary>
internal sealed class MessageReader : IDisposable
{
    private readonly OctetLines _lines = new();
    private MailFile _file = MailFile.StandardInput;
    private Stream _stream = Stream.Null;
    private bool _isMbox;
    private int _number;

    /// <summary>Octets read of all files.</summary>
    public long Octets { get; private set; }

    /// <summary>Null: it can be read. Empty: it is passed over, since nobody said that it is mail. Otherwise why it cannot be read.</summary>
    /// <exception cref="IOException">It cannot be opened or read; so with <see cref="UnauthorizedAccessException"/>.</exception>
    public string? Open(MailFile file)
    {
        _stream.Dispose();
        _stream = Stream.Null;
        (_file, _number) = (file, 0);
        // Also what only looks like a file and would wait for a writer: pipes in a folder have no length.
        if (!file.IsNamed && new FileInfo(file.Path!).Length == 0) return file.IsMail ? "is empty" : "";

        _stream = file.Open();
        _lines.Open(_stream);
        var head = _lines.Head();
        if (head.IsEmpty) return file.IsMail ? "is empty" : "";
        var look = MailLook.Of(head);
        if (look == FileLook.Binary || (look == FileLook.Text && !file.IsMail)) return file.IsMail ? "does not look like mail" : "";
        _isMbox = look == FileLook.Mbox;
        if (_isMbox) _lines.Take(MailLook.BeforeMbox(head));
        return null;
    }

    /// <summary>Adds the next message of the file. False: there is none.</summary>
    public bool TryRead(MessageBatch batch)
    {
        if (_isMbox)
        {
            if (!_lines.TryPeek(out var separator)) return false;
            Octets += separator.Length;
            _lines.Take(separator);
        }
        else if (_number > 0)
        {
            return false;
        }
        batch.Begin(_file, ++_number, _lines.Offset);
        try
        {
            Read(batch);
        }
        catch (IOException)
        {
            batch.Abandon();
            throw;
        }
        batch.End();
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private void Read(MessageBatch batch)
    {
        var length = -1L;
        var (isBody, certainUntil) = (false, 0L);
        while (_lines.TryPeek(out var piece))
        {
            var line = piece;
            if (_isMbox && _lines.IsLineStart)
            {
                if (_lines.Offset >= certainUntil && FromLine.Is(piece)) break;
                line = piece[FromLine.Quoting(piece)..];
                if (!isBody && !TryReadLength(line, ref length) && line.Trim("\r\n"u8).IsEmpty)
                {
                    isBody = true;
                    certainUntil = EndOfBody(_lines.Offset + piece.Length, length);
                }
            }
            batch.Append(line);
            Octets += piece.Length;
            _lines.Take(piece);
        }
        if (_isMbox) batch.DropEmptyLine();
    }

    private static bool TryReadLength(ReadOnlySpan<byte> line, ref long length)
    {
        var name = "Content-Length:"u8;
        if (line.Length < name.Length || !Ascii.EqualsIgnoreCase(line[..name.Length], name)) return false;
        if (Utf8Parser.TryParse(line[name.Length..].TrimStart(" \t"u8), out long value, out _) && value > 0) length = value;
        return true;
    }

    /// <summary>mboxcl2 does not quote and gives the length of each body. It is believed where the next message, or the end, is just there.</summary>
    private long EndOfBody(long start, long length)
    {
        if (length < 0 || _stream is not FileStream { CanSeek: true } file || start > file.Length - length) return 0;

        var end = start + length;
        Span<byte> behind = stackalloc byte[256];
        var next = behind[..RandomAccess.Read(file.SafeFileHandle, behind, end)].TrimStart("\r\n"u8);
        if (next.IndexOf((byte)'\n') is > 0 and var lineEnd) next = next[..lineEnd];
        return next.IsEmpty || FromLine.Is(next) ? end : 0;
    }
}
