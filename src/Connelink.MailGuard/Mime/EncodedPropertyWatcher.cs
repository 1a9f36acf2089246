namespace Connelink.MailGuard.Mime;

/// <summary>Finds properties in base64 in calendars and contacts and decodes them: "ATTACH;ENCODING=BASE64;VALUE=BINARY:..." (RFC 5545 3.2.7), "PHOTO;ENCODING=b:..." (RFC 2426 5).</summary>
/// <remarks>
/// A property goes on in lines that begin with a blank (RFC 5545 3.1); vCard 2.1 ends it with an empty line. Push, bounded, the same however the
/// text is split. Used again for each text: Begin, Write, Complete.
/// </remarks>
public sealed class EncodedPropertyWatcher : IEncodedFileWatcher
{
    private readonly Base64File _file = new();
    private IEmbeddedFileSink _sink = null!;
    private State _state;
    private int _matched;
    private int _bare;
    private bool _isEncoded;
    private bool _isQuoted;
    private bool _isAtLineStart;

    private enum State : byte
    {
        /// <summary>In a name and its parameters.</summary>
        Name,

        /// <summary>In a value that is of no interest.</summary>
        Value,
        Data,
    }

    /// <summary>What follows may be "ASE64" or nothing (vCard 3).</summary>
    private static ReadOnlySpan<byte> Encoding => ";encoding=b"u8;

    /// <summary>vCard 2.1 leaves out the name of the parameter.</summary>
    private static ReadOnlySpan<byte> Bare => ";base64"u8;

    public void Begin(IEmbeddedFileSink sink)
    {
        _sink = sink;
        _isAtLineStart = true;
        BeginProperty();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var octet = octets[0];
            if (octet == '\n' || octet == '\r')
            {
                _isAtLineStart = true;
                octets = octets[1..];
                continue;
            }
            if (_isAtLineStart)
            {
                _isAtLineStart = false;
                // The blank of the fold belongs to no value; where there is none, another property begins.
                if (octet is (byte)' ' or (byte)'\t')
                {
                    octets = octets[1..];
                    continue;
                }
                BeginProperty();
            }
            var end = octets.IndexOfAny((byte)'\r', (byte)'\n');
            var line = octets[..(end < 0 ? octets.Length : end)];
            octets = octets[line.Length..];
            if (_state == State.Name) ReadName(ref line);
            if (_state == State.Data) _file.Write(line);
        }
    }

    public void Complete() => BeginProperty();

    private void BeginProperty()
    {
        if (_state == State.Data) _file.End();
        (_state, _matched, _bare, _isEncoded, _isQuoted) = (State.Name, 0, 0, false, false);
    }

    /// <summary>To the colon before the value.</summary>
    private void ReadName(ref ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var octet = line[i];
            if (octet == '"') _isQuoted = !_isQuoted;
            if (octet == ':' && !_isQuoted)
            {
                line = line[(i + 1)..];
                _state = _isEncoded ? State.Data : State.Value;
                if (!_isEncoded) return;
                _file.Begin(_sink, EmbeddedFileKind.EncodedProperty);
                return;
            }
            _matched = Next(Encoding, _matched, octet);
            _bare = Next(Bare, _bare, octet);
            if (_matched == Encoding.Length || _bare == Bare.Length) (_isEncoded, _matched, _bare) = (true, 0, 0);
        }
        line = default;
    }

    private static int Next(ReadOnlySpan<byte> word, int matched, byte octet) =>
        octet == ';' ? 1 : matched > 0 && (octet | 0x20) == word[matched] ? matched + 1 : octet is (byte)' ' or (byte)'"' ? matched : 0;
}
