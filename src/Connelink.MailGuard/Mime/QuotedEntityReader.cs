namespace Connelink.MailGuard.Mime;

/// <summary>Looks for fields of MIME parts within a text, and reads what follows them with a scanner of its own: parts for programs that guess.</summary>
internal sealed class QuotedEntityReader(ScanContext context)
{
    /// <summary>Scanners around a text that parts are looked for in: each costs another pass.</summary>
    private const int MaxLevel = 2;

    private readonly QuotedEntityLook _look = new();
    private MimePart _part = null!;
    private int _level;

    /// <summary>Reads the part that was found; null outside.</summary>
    private MimeScanner? _entity;

    /// <summary>Parts are looked for in this text: of a page, or of a text that says to be encoded, nobody shows them.</summary>
    public bool IsLooking { get; private set; }

    /// <param name="level">Scanners around the text.</param>
    public void Begin(MimePart part, int level)
    {
        (_part, _level) = (part, level);
        IsLooking = level < MaxLevel && part.Depth < MimeLimits.MaxDepth && part.Kind != MimePartKind.HeaderRemainder && part.Encoding(0) == TransferEncoding.Identity
            && (!part.IsText || part.Is("text/plain"u8));
        _look.Begin(atLineStart: part.Kind != MimePartKind.Leaf);
    }

    /// <summary>There is no text.</summary>
    public void BeginNone() => IsLooking = false;

    /// <summary>The first octets of the text were looked at by others.</summary>
    public void Pass(ReadOnlySpan<byte> octets) => _look.Begin(atLineStart: octets.EndsWith((byte)'\n'));

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_entity is null)
            {
                if (!context.HasRoom || !_look.Find(ref octets)) return;
                _entity = context.RentScanner();
                _entity.BeginInside(_part, _level + 1, isMessage: false, MessageOrigin.LookAlike, isAlternative: true);
                _entity.Write(_look.Taken);
                continue;
            }
            var inside = _look.Inside(octets, out var isEnd);
            if (inside > 0) _entity.Write(octets[..inside]);
            octets = octets[inside..];
            if (isEnd) Complete();
        }
    }

    public void Complete() => context.Complete(ref _entity);

    /// <summary>The message goes no further.</summary>
    public void Abandon() => context.Abandon(ref _entity);
}
