namespace Connelink.MailGuard.Mime;

/// <summary>What the scanners of one message and of the messages inside it share: the sink, the limits used up, and what is used again.</summary>
internal sealed class ScanContext
{
    private readonly Stack<MimePart> _parts = [];
    private readonly Stack<MimeScanner> _scanners = [];
    private readonly Stack<LeafReader> _readers = [];
    private IMimeSink _sink = null!;
    private int _begun;

    public MimeIrregularity Irregularities { get; private set; }

    public bool HasRoom => _begun < MimeLimits.MaxParts;

    public void Begin(IMimeSink sink)
    {
        _sink = sink;
        _begun = 0;
        Irregularities = MimeIrregularity.None;
    }

    public MimePart RentPart() => _parts.Count > 0 ? _parts.Pop() : new MimePart();

    public MimeScanner RentScanner() => _scanners.Count > 0 ? _scanners.Pop() : new MimeScanner(this);

    public void Return(MimePart part) => _parts.Push(part);

    /// <summary>Ends what a scanner inside another one reads, and takes it back.</summary>
    public void Complete(ref MimeScanner? scanner)
    {
        if (scanner is null) return;
        scanner.Complete();
        _scanners.Push(scanner);
        scanner = null;
    }

    /// <summary>Takes a scanner inside another one back: the message goes no further.</summary>
    public void Abandon(ref MimeScanner? scanner)
    {
        if (scanner is null) return;
        scanner.Abandon();
        _scanners.Push(scanner);
        scanner = null;
    }

    public LeafReader RentReader() => _readers.Count > 0 ? _readers.Pop() : new LeafReader(this);

    public void Return(LeafReader reader) => _readers.Push(reader);

    public void BeginPart(MimePart part)
    {
        _begun++;
        _sink.BeginPart(part);
    }

    public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets) => _sink.Content(leaf, reading, octets);

    /// <summary>The part is anybody's after this.</summary>
    public void EndPart(MimePart part)
    {
        _sink.EndPart(part);
        _parts.Push(part);
    }

    /// <summary>Tells each of several irregularities, those that were not told for this part before.</summary>
    public void Tell(MimeIrregularity irregularities, MimePart part)
    {
        var untold = irregularities & ~part.Irregularities;
        part.Irregularities |= untold;
        Irregularities |= untold;
        while (untold != MimeIrregularity.None)
        {
            var lowest = untold & (MimeIrregularity)(ulong)-(long)untold;
            _sink.Irregular(lowest, part);
            untold &= ~lowest;
        }
    }
}
