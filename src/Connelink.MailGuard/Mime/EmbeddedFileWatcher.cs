namespace Connelink.MailGuard.Mime;

/// <summary>Finds uuencode, yEnc and BinHex in text and decodes them. Prose that only mentions their words does not look like them on the next line.</summary>
/// <remarks>Push, bounded, the same however the text is split. Used again for each text: Begin, Write, Complete.</remarks>
public sealed class EmbeddedFileWatcher : IEncodedFileWatcher
{
    /// <summary>No line of uuencode or of a heading is longer.</summary>
    private const int MaxLine = 1000;

    private readonly OctetBuffer _line = new(MaxLine);
    private readonly Base64Decoder _base64 = new();
    private readonly YEncReader _yEnc = new();
    private readonly BinHexReader _binHex = new();
    private readonly byte[] _decoded = new byte[48];
    private IEmbeddedFileSink _sink = null!;
    private State _state;

    /// <summary>The rest of this line is of no interest.</summary>
    private bool _inLine;

    private enum State : byte
    {
        Text,

        /// <summary>Behind a heading: the next line shows whether it was one.</summary>
        UuencodeHeading,
        Base64Heading,
        BinHexHeading,
        Uuencode,
        Base64,
        YEnc,
        BinHex,
    }

    public void Begin(IEmbeddedFileSink sink)
    {
        _sink = sink;
        _state = State.Text;
        _inLine = false;
        _line.Clear();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_inLine)
            {
                PassLines(ref octets, octets.IndexOf((byte)'\n'));
                continue;
            }
            switch (_state)
            {
                case State.YEnc:
                    if (_yEnc.Read(ref octets, _sink)) End();
                    break;
                case State.BinHex:
                    if (!_binHex.Read(ref octets, _sink)) break;
                    _state = State.Text;
                    _inLine = true;
                    break;
                case State.Text when _line.Length == 0:
                    SkipText(ref octets);
                    break;
                default:
                    ReadLine(ref octets);
                    break;
            }
        }
    }

    public void Complete()
    {
        if (_line.Length > 0) ReadWhole(_line.Octets);
        _line.Clear();
        if (_state == State.BinHex) _binHex.Complete(_sink);
        if (_state == State.YEnc) _yEnc.Complete(_sink);
        if (_state is State.Uuencode or State.Base64 or State.YEnc) End();
    }

    /// <summary>To a line that begins like a heading.</summary>
    private void SkipText(ref ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (EmbeddedFileHeading.MayBegin(octets[0]))
            {
                ReadLine(ref octets);
                return;
            }
            PassLines(ref octets, OctetPairs.IndexOf<EmbeddedFileHeading.Line>(octets));
        }
    }

    /// <param name="end">The line end to pass to; -1: it is not there yet.</param>
    private void PassLines(ref ReadOnlySpan<byte> octets, int end)
    {
        _inLine = end < 0;
        octets = octets[(end < 0 ? octets.Length : end + 1)..];
    }

    private void ReadLine(ref ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf((byte)'\n') + 1;
        var piece = octets[..Math.Min(end > 0 ? end : octets.Length, MaxLine - _line.Length)];
        octets = octets[piece.Length..];
        var isWhole = piece[^1] == '\n';
        if (isWhole && _line.Length == 0)
        {
            ReadWhole(piece);
            return;
        }
        _line.Add(piece);
        if (!isWhole && _line.Length < MaxLine) return;
        ReadWhole(_line.Octets);
        _line.Clear();
        // What is longer than a heading or uuencode goes on in its line only where lines may be so long.
        _inLine = !isWhole && _state is not (State.Base64 or State.BinHex);
    }

    private void ReadWhole(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n"u8);
        switch (_state)
        {
            case State.Text:
                ReadHeading(line);
                break;
            case State.UuencodeHeading or State.Base64Heading or State.BinHexHeading:
                ReadFirst(line);
                break;
            case State.Uuencode:
                ReadUuencode(line);
                break;
            case State.Base64:
                ReadBase64(line);
                break;
        }
    }

    private void ReadHeading(ReadOnlySpan<byte> line)
    {
        switch (EmbeddedFileHeading.KindOf(line))
        {
            case EmbeddedFileKind.Uuencode:
                _state = State.UuencodeHeading;
                break;
            case EmbeddedFileKind.UuencodeBase64:
                _state = State.Base64Heading;
                break;
            case EmbeddedFileKind.BinHex:
                _state = State.BinHexHeading;
                break;
            case EmbeddedFileKind.YEnc:
                _state = State.YEnc;
                _yEnc.Begin();
                _sink.BeginFile(EmbeddedFileKind.YEnc);
                break;
        }
    }

    private void ReadFirst(ReadOnlySpan<byte> line)
    {
        if (line.Trim(" \t"u8).IsEmpty) return;

        if (_state == State.UuencodeHeading && UuencodeLine.Length(line) > 0)
        {
            _state = State.Uuencode;
            _sink.BeginFile(EmbeddedFileKind.Uuencode);
            ReadUuencode(line);
        }
        else if (_state == State.Base64Heading && IsBase64(line))
        {
            _state = State.Base64;
            _base64.Begin(Base64Reading.Lenient);
            _sink.BeginFile(EmbeddedFileKind.UuencodeBase64);
            ReadBase64(line);
        }
        else if (_state == State.BinHexHeading && line[0] == ':')
        {
            _state = State.BinHex;
            _binHex.Begin();
            var rest = line[1..];
            if (_binHex.Read(ref rest, _sink)) _state = State.Text;
        }
        else
        {
            _state = State.Text;
            ReadHeading(line);
        }
    }

    /// <summary>Ends at "end", at the empty line before it, or at what is no uuencode.</summary>
    private void ReadUuencode(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return;
        var length = UuencodeLine.Length(line);
        if (length > 0)
        {
            _sink.Content(_decoded.AsSpan(0, UuencodeLine.Decode(line, length, _decoded)));
            return;
        }
        End();
        ReadHeading(line);
    }

    private void ReadBase64(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("===="u8) && IsBase64(line))
        {
            while (!line.IsEmpty) Give(_base64.Decode(ref line, out _));
            return;
        }
        Give(_base64.Complete(out _));
        End();
        ReadHeading(line);
    }

    private void Give(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty) _sink.Content(octets);
    }

    private static bool IsBase64(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(Base64Decoder.Letters);

    private void End()
    {
        _state = State.Text;
        _sink.EndFile();
    }
}
