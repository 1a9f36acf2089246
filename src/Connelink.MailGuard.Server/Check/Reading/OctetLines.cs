namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>A stream in pieces: a line with its LF, or as much of a longer one as the buffer takes.</summary>
internal sealed class OctetLines
{
    /// <summary>What a glance at the start of a file needs at most.</summary>
    public const int HeadOctets = 8192;

    private readonly byte[] _buffer = new byte[256 * 1024];
    private Stream _stream = Stream.Null;
    private int _at;
    private int _end;
    private bool _hasEnded;

    /// <summary>Of the next piece, in the stream as it is stored.</summary>
    public long Offset { get; private set; }

    /// <summary>The next piece starts a line.</summary>
    public bool IsLineStart { get; private set; }

    public void Open(Stream stream)
    {
        (_stream, _at, _end, _hasEnded, Offset, IsLineStart) = (stream, 0, 0, false, 0, true);
    }

    /// <summary>The first octets, without taking them.</summary>
    public ReadOnlySpan<byte> Head()
    {
        while (!_hasEnded && _end - _at < HeadOctets) Fill();
        return _buffer.AsSpan(_at, Math.Min(_end - _at, HeadOctets));
    }

    /// <summary>False: the stream has ended. The piece is valid until the next call.</summary>
    public bool TryPeek(out ReadOnlySpan<byte> piece)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_at + searched, _end - _at - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                piece = _buffer.AsSpan(_at, searched + end + 1);
                return true;
            }
            searched = _end - _at;
            if (_hasEnded || searched == _buffer.Length) break;
            Fill();
        }
        // A CR at the end of the buffer is left for the piece with its LF.
        if (!_hasEnded && _buffer[_end - 1] == '\r') searched--;
        piece = _buffer.AsSpan(_at, searched);
        return searched > 0;
    }

    public void Take(ReadOnlySpan<byte> piece)
    {
        _at += piece.Length;
        Offset += piece.Length;
        IsLineStart = piece.EndsWith((byte)'\n');
    }

    private void Fill()
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            (_at, _end) = (0, _end - _at);
        }
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _hasEnded = read == 0;
        _end += read;
    }
}
