namespace Connelink.MailGuard.Mime;

/// <summary>Reads one message as it passes and tells its parts, their decoded octets and every irregularity (RFC 5322, 2045-2047, 2183, 2231).</summary>
/// <remarks>
/// Bounded state, one pass, no allocation once warm, nothing thrown whatever comes. Used again for each message: Begin, Write as often as there are blocks,
/// Complete; after Begin the message before is forgotten, complete or not. Lines end with LF, with or without CR. Not thread-safe.
/// MIME is read without MIME-Version, too, as mail programs do (CVE-2003-0121). A message whose first line is no field has no header section.
/// </remarks>
public sealed partial class MimeScanner
{
    private readonly ScanContext _context;
    private readonly PartHeader _header = new();
    private readonly DelimiterStack _delimiters = new();
    private readonly ForeignDelimiterLook _foreignDelimiter = new();
    private readonly NearDelimiterLook _nearDelimiter;
    private readonly LeafReader _leaf;
    private readonly OpenPart[] _open = new OpenPart[MimeLimits.MaxDepth + 2];
    private int _openCount;

    /// <summary>The part whose decoded octets this scanner reads; null for the message itself.</summary>
    private MimePart? _parent;
    private MessageOrigin _origin;
    private bool _isMessage;
    private bool _isAlternative;
    private Place _place;

    public MimeScanner()
        : this(new ScanContext())
    {
    }

    internal MimeScanner(ScanContext context)
    {
        _context = context;
        _nearDelimiter = new NearDelimiterLook(_delimiters);
        _leaf = new LeafReader(context);
    }

    /// <summary>All that were told since Begin, of all parts.</summary>
    public MimeIrregularity Irregularities => _context.Irregularities;

    /// <summary>Scanners around this one.</summary>
    internal int Level { get; private set; }

    public void Begin(IMimeSink sink)
    {
        Abandon();
        _context.Begin(sink);
        BeginInside(null, 0, isMessage: false, MessageOrigin.Declared, isAlternative: false);
    }

    /// <summary>Reads what was decoded from a leaf, or from a multipart or message that said to be encoded.</summary>
    internal void BeginInside(MimePart? parent, int level, bool isMessage, MessageOrigin origin, bool isAlternative)
    {
        Level = level;
        _parent = parent;
        _isMessage = isMessage;
        _origin = origin;
        _isAlternative = isAlternative;
        _openCount = 0;
        _decoders = 0;
        _delimiters.Clear();
        ResetBody();
        BeginHeader();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[(_place == Place.Header ? ReadHeader(octets) : ReadBody(octets))..];
        }
    }

    public void Complete()
    {
        CompleteHeaderLine();
        while (_place == Place.Header) EndHeader();
        CompleteBody();
        CloseTo(0);
        _place = Place.Ended;
    }

    /// <summary>A message that was not completed leaves parts and scanners: they are taken back, the sink hears nothing of it.</summary>
    internal void Abandon()
    {
        if (_place != Place.Ended) _leaf.Abandon();
        if (_place == Place.Header && _part is not null) _context.Return(_part);
        if (_leafPart is not null) _context.Return(_leafPart);
        _part = null!;
        _leafPart = null;
        while (_openCount > 0)
        {
            ref var open = ref _open[--_openCount];
            open.Decoded?.Abandon();
            if (open.Decoded is not null) _context.Return(open.Decoded);
            _context.Return(open.Part);
            open = default;
        }
        _place = Place.Ended;
    }

    private enum Place : byte
    {
        Ended,
        Header,
        Leaf,
        Preamble,
        Epilogue,
    }

    /// <summary>A multipart or message whose end has not come.</summary>
    private struct OpenPart
    {
        public MimePart Part;
        public int Children;
        public bool HasDelimiter;
        public bool IsClosed;

        /// <summary>Reads it decoded, where it says to be encoded.</summary>
        public LeafReader? Decoded;
    }
}
