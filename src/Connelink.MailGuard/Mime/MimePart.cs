using System.Runtime.CompilerServices;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>One part of a message while it passes: what its header section says (RFC 2045, 2183), and where it stands.</summary>
/// <remarks>Pooled: whoever keeps one beyond its EndPart holds another part.</remarks>
public sealed class MimePart
{
    private const int MaxFileNames = 8;

    private readonly PartText _text = new();
    private TextRange _mediaType;
    private Parameters _parameters;
    private Names _fileNames;
    private Encodings _encodings;

    internal MimePart()
    {
    }

    /// <summary>A multipart or message; or the leaf whose content is read as a message besides; null for the message itself.</summary>
    public MimePart? Parent { get; private set; }

    /// <summary>0 for the message itself.</summary>
    public int Depth { get; private set; }

    /// <summary>Messages around this part, but for the message itself: 0 for its own parts, 1 inside an attached message.</summary>
    public int MessageDepth { get; private set; }

    /// <summary>1 for the first part of its parent. Preamble, epilogue and header remainder are not counted and have 0.</summary>
    public int Ordinal { get; private set; }

    public MimePartKind Kind { get; internal set; }

    public MessageOrigin Origin { get; private set; }

    /// <summary>Found in another reading than the first of octets around it: to be judged, but not to be counted a second time.</summary>
    public bool IsAlternative { get; internal set; }

    /// <summary>The letters of a message that is encoded as a whole, as programs show them that do not decode it: they say nothing of what is attached.</summary>
    public bool IsUndecoded { get; internal set; }

    public MimeDisposition Disposition { get; internal set; }

    /// <summary>All that were reported for this part so far.</summary>
    public MimeIrregularity Irregularities { get; internal set; }

    /// <summary>For the sink. Null at BeginPart.</summary>
    public object? State { get; set; }

    /// <summary>In lower case, without parameters; the default where the field is missing or malformed (RFC 2045 5.2, RFC 2046 5.1.5).</summary>
    public ReadOnlySpan<byte> MediaType => _text[_mediaType];

    public bool IsText => MediaType.StartsWith("text/"u8);

    /// <summary>Empty where it is missing; not unfolded from its case.</summary>
    public ReadOnlySpan<byte> this[MimeParameter parameter] => _text[_parameters[(int)parameter]];

    public bool HasFileName => FileNames > 0;

    /// <summary>Its transfer encoding is uuencode, yEnc or BinHex by name: its octets are a file in text (<see cref="EmbeddedFileWatcher"/>).</summary>
    public bool IsTextEncoded { get; internal set; }

    /// <summary>It has a Content-Type field.</summary>
    public bool HasMediaType { get; internal set; }

    /// <summary>Names that programs may give to the part: filename and name, as they stand and decoded by RFC 2231 and RFC 2047.</summary>
    public int FileNames { get; private set; }

    /// <summary>Readings known so far; more may come while content passes.</summary>
    public int Readings { get; private set; }

    public ReadOnlySpan<byte> FileName(int index) => _text[_fileNames[index]];

    /// <summary>Whether any of the names ends so, without regard to ASCII case, trailing blanks and dots (which Windows drops).</summary>
    /// <param name="extension">With its dot.</param>
    public bool IsNamed(ReadOnlySpan<byte> extension)
    {
        for (var i = 0; i < FileNames; i++)
        {
            var name = FileName(i).TrimEnd(" .\t"u8);
            if (name.Length >= extension.Length && Ascii.EqualsIgnoreCase(name[^extension.Length..], extension)) return true;
        }
        return false;
    }

    public bool Is(ReadOnlySpan<byte> mediaType) => MediaType.SequenceEqual(mediaType);

    public TransferEncoding Encoding(int reading) => _encodings[reading];

    /// <summary>Its IMAP section number (RFC 9051 6.4.5.1), or TEXT for a whole multipart message.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        AppendSection(text);
        return text.Length == 0 ? "TEXT" : text.ToString();
    }

    private void AppendSection(StringBuilder text)
    {
        Parent?.AppendSection(text);
        if (Kind > MimePartKind.Message)
        {
            text.Append(text.Length == 0 ? "" : ".").Append(Kind);
        }
        else if (Parent?.Kind == MimePartKind.Multipart || Kind != MimePartKind.Multipart)
        {
            // A message has no number of its own: its parts follow the number of the part that it is attached in.
            if (text.Length > 0) text.Append('.');
            text.Append(Math.Max(Ordinal, 1));
        }
    }

    internal void Begin(MimePart? parent, int ordinal, bool isMessage, MessageOrigin origin, bool isAlternative)
    {
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        MessageDepth = parent is null ? 0 : parent.MessageDepth + (isMessage ? 1 : 0);
        Ordinal = ordinal;
        Kind = MimePartKind.Leaf;
        Origin = origin;
        IsAlternative = isAlternative;
        IsUndecoded = false;
        Disposition = MimeDisposition.None;
        Irregularities = MimeIrregularity.None;
        State = null;
        IsTextEncoded = false;
        HasMediaType = false;
        FileNames = 0;
        Readings = 0;
        _text.Clear();
        _mediaType = default;
        _parameters = default;
    }

    internal void SetMediaType(ReadOnlySpan<byte> type) => _mediaType = _text.AddLowerCase(type);

    internal void Set(MimeParameter parameter, ReadOnlySpan<byte> value) => _parameters[(int)parameter] = _text.Add(value);

    /// <summary>Real parts have at most four that differ.</summary>
    internal void AddFileName(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < FileNames; i++)
        {
            if (FileName(i).SequenceEqual(name)) return;
        }
        if (FileNames < MaxFileNames) _fileNames[FileNames++] = _text.Add(name);
    }

    internal void AddReading(TransferEncoding encoding) => _encodings[Readings++] = encoding;

    [InlineArray(7)]
    private struct Parameters
    {
        private TextRange _first;
    }

    [InlineArray(MaxFileNames)]
    private struct Names
    {
        private TextRange _first;
    }

    [InlineArray(MimeLimits.MaxReadings)]
    private struct Encodings
    {
        private TransferEncoding _first;
    }
}
