namespace Connelink.MailGuard.Mime;

/// <summary>Decodes what stands between "=ybegin" and "=yend" (yEnc 1.3): octets moved by 42, "=" before those moved by 64 more.</summary>
internal sealed class YEncReader
{
    private const int ChunkOctets = 4 * 1024;

    private byte[] _decoded = [];
    private int _written;
    private Place _place;
    private bool _isEnd;

    private enum Place : byte
    {
        LineStart,
        InLine,
        Escaped,

        /// <summary>"=" at a line start: an escaped octet, or with "y" a keyword.</summary>
        EscapedAtStart,

        /// <summary>"=y": the next octet tells "=yend" from "=ypart".</summary>
        Keyword,
        KeywordLine,
    }

    public void Begin()
    {
        if (_decoded.Length == 0) _decoded = new byte[ChunkOctets];
        _place = Place.LineStart;
        _written = 0;
        _isEnd = false;
    }

    /// <summary>True when the file has ended, behind the line that says so.</summary>
    public bool Read(ref ReadOnlySpan<byte> octets, IEmbeddedFileSink sink)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (_written == ChunkOctets) Flush(sink);
            if (Read(octets[i]) && _isEnd)
            {
                octets = octets[(i + 1)..];
                Flush(sink);
                return true;
            }
        }
        octets = default;
        Flush(sink);
        return false;
    }

    public void Complete(IEmbeddedFileSink sink) => Flush(sink);

    /// <summary>True at the end of a keyword line.</summary>
    private bool Read(byte octet)
    {
        switch (_place)
        {
            case Place.KeywordLine or Place.Keyword:
                if (_place == Place.Keyword) _isEnd = octet == 'e';
                _place = octet == '\n' ? Place.LineStart : Place.KeywordLine;
                return octet == '\n';
            case Place.EscapedAtStart when octet == 'y':
                _place = Place.Keyword;
                return false;
            case Place.Escaped or Place.EscapedAtStart:
                _decoded[_written++] = (byte)(octet - 64 - 42);
                _place = Place.InLine;
                return false;
        }
        if (octet is (byte)'\r' or (byte)'\n')
        {
            _place = Place.LineStart;
        }
        else if (octet == '=')
        {
            _place = _place == Place.LineStart ? Place.EscapedAtStart : Place.Escaped;
        }
        else
        {
            _decoded[_written++] = (byte)(octet - 42);
            _place = Place.InLine;
        }
        return false;
    }

    private void Flush(IEmbeddedFileSink sink)
    {
        if (_written > 0) sink.Content(_decoded.AsSpan(0, _written));
        _written = 0;
    }
}
