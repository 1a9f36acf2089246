namespace Connelink.MailGuard.Mime;

/// <summary>Reads the octets of a leaf in every way that programs may read them, and looks for a message in each.</summary>
/// <remarks>Also reads a multipart or message that says to be encoded: then what was decoded is such a part, and no content is told.</remarks>
internal sealed class LeafReader(ScanContext context)
{
    private readonly LeafReading?[] _readings = new LeafReading?[MimeLimits.MaxReadings];
    private readonly OctetBuffer _held = new(MimeLimits.HeldOctets);
    private readonly QuotedEntityLook _quoted = new();

    /// <summary>Reads fields of a part that were found within the first reading, and what follows them.</summary>
    private MimeScanner? _entity;
    private bool _seeksEntities;

    /// <summary>Scanners around a text that parts are looked for in: each costs another pass.</summary>
    private const int MaxQuotedLevel = 2;

    private MimePart _part = null!;
    private MimeScanner _scanner = null!;

    /// <summary>Octets before the ones that are being read.</summary>
    private long _offset;
    private int _count;
    private bool _isComposite;
    private bool _isHolding;
    private bool _isNamed;

    /// <summary>Both encodings are declared.</summary>
    private bool _isDecodedTwice;

    /// <summary>What goes in now comes out in one reading as it is, without a look: it need not come here.</summary>
    public bool IsTransparent => _count == 1 && _readings[0]! is { Encoding: TransferEncoding.Identity, Look: Look.Other } && !_seeksEntities;

    /// <summary>Base64 of which lines may be read without looking for delimiters: no letter is a hyphen.</summary>
    public bool IsLetters => _count == 1 && !_isComposite && _readings[0]! is { Encoding: TransferEncoding.Base64, Base64.IsFast: true };

    public void BeginLeaf(MimePart part, MimeScanner scanner)
    {
        Begin(part, scanner);
        _isNamed = part.IsNamed(".eml"u8) || part.IsNamed(".mht"u8) || part.IsNamed(".mhtml"u8) || part.IsNamed(".nws"u8);
        for (var i = 0; i < part.Readings && (i == 0 || HasRoom()); i++)
        {
            // The fields in a header remainder are read as the part's own already.
            if (part.Kind == MimePartKind.HeaderRemainder) Add(part.Encoding(i)).Look = Look.Other;
            else Add(part.Encoding(i));
        }
        _isDecodedTwice = Has(TransferEncoding.Base64) && Has(TransferEncoding.QuotedPrintable);
        _isHolding = _count > 1 || part.Encoding(0) != TransferEncoding.Identity;
        _seeksEntities = part.Depth < MimeLimits.MaxDepth && part.Kind != MimePartKind.HeaderRemainder && part.Encoding(0) == TransferEncoding.Identity && (!part.IsText || part.Is("text/plain"u8)) && scanner.Level < MaxQuotedLevel;
        _quoted.Begin(atLineStart: part.Kind != MimePartKind.Leaf);
    }

    public void BeginComposite(MimePart part, MimeScanner scanner)
    {
        Begin(part, scanner);
        _isComposite = true;
        _isHolding = true;
        for (var i = 0; i < part.Readings; i++)
        {
            // The scanner itself reads the identity.
            if (part.Encoding(i) != TransferEncoding.Identity) OpenComposite(Add(part.Encoding(i)));
        }
    }

    /// <summary>Of a message that is read decoded: before any octet of it, that its first decoded reading is the one that most programs make.</summary>
    public void Lead() => _readings[0]!.Child?.Lead();

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_isHolding && _offset < MimeLimits.HeldOctets) _held.Add(octets);
        for (var i = 0; i < _count; i++)
        {
            Feed(i, octets);
        }
        _offset += octets.Length;
    }

    /// <summary>Reads the lines at the start that are nothing but letters of base64, and tells how many octets they are.</summary>
    public int ReadLetters(ReadOnlySpan<byte> octets)
    {
        var base64 = _readings[0]!.Base64;
        var rest = octets;
        int before;
        do
        {
            before = rest.Length;
            Give(0, base64.DecodeLetters(ref rest));
        }
        while (rest.Length < before && !rest.IsEmpty);
        var read = octets.Length - rest.Length;
        if (_offset < MimeLimits.HeldOctets) _held.Add(octets[..read]);
        _offset += read;
        return read;
    }

    public void Complete()
    {
        for (var i = 0; i < _count; i++)
        {
            var reading = _readings[i]!;
            Give(i, reading.Complete(out var found));
            context.Tell(found, _part);
            if (_isNamed && reading.Look == Look.Undecided) OpenMessage(i, default);
            reading.Child?.Complete();
            if (reading.Child is not null) context.Return(reading.Child);
            reading.Child = null;
        }
        if (_entity is not null) CompleteEntity();
    }

    /// <summary>The message goes no further.</summary>
    public void Abandon()
    {
        for (var i = 0; i < _count; i++)
        {
            if (_readings[i]!.Child is not { } child) continue;
            child.Abandon();
            context.Return(child);
            _readings[i]!.Child = null;
        }
        _count = 0;
        if (_entity is null) return;
        _entity.Abandon();
        context.Return(_entity);
        _entity = null;
    }

    private void Begin(MimePart part, MimeScanner scanner)
    {
        _part = part;
        _scanner = scanner;
        _offset = 0;
        _count = 0;
        _isComposite = false;
        _isNamed = false;
        _isDecodedTwice = false;
        _seeksEntities = false;
        _held.Clear();
    }

    /// <summary>Readings of readings multiply, so that they are fewer the deeper a message stands in decoded ones: 4, 2 of each, then 1.</summary>
    /// <remarks>Base64 and quoted-printable that both part ways would need more, whichever came first.</remarks>
    private bool HasRoom()
    {
        if (!_isDecodedTwice && _count < Math.Max(1, MimeLimits.MaxReadings >> _scanner.Level)) return true;
        context.Tell(MimeIrregularity.TooManyReadings, _part);
        return false;
    }

    private LeafReading Add(TransferEncoding encoding)
    {
        var reading = _readings[_count++] ??= new LeafReading();
        reading.Begin(encoding);
        return reading;
    }

    private void Feed(int index, ReadOnlySpan<byte> octets)
    {
        var reading = _readings[index]!;
        if (reading.Skip > 0)
        {
            octets = octets[reading.Skip..];
            reading.Skip = 0;
        }
        if (reading.Encoding == TransferEncoding.Identity)
        {
            Give(index, octets);
            return;
        }
        var total = octets.Length;
        while (!octets.IsEmpty)
        {
            Give(index, reading.Decode(ref octets, out var parting));
            if (parting != Parting.None) Part(reading, parting, total - octets.Length);
        }
    }

    private void Give(int index, ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;
        if (!_isComposite) context.Content(_part, index, octets);
        var reading = _readings[index]!;
        if (reading.Child is { } child)
        {
            child.Write(octets);
        }
        else if (reading.Look == Look.Undecided)
        {
            reading.Look = reading.MessageLook.Read(ref octets);
            if (reading.Look == Look.Message || (_isNamed && reading.Look == Look.Other)) OpenMessage(index, octets);
            else if (reading.Look == Look.Other && index == 0) _quoted.Begin(atLineStart: reading.MessageLook.Taken.EndsWith((byte)'\n'));
        }
        if (_seeksEntities && index == 0 && reading is { Look: Look.Other, Child: null }) SeekEntities(octets);
    }

    private void SeekEntities(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_entity is null)
            {
                if (!context.HasRoom || !_quoted.Find(ref octets)) return;
                _entity = context.RentScanner();
                _entity.BeginInside(_part, _scanner.Level + 1, isMessage: false, MessageOrigin.LookAlike, isAlternative: true);
                _entity.Write(_quoted.Taken);
                continue;
            }
            var inside = _quoted.Inside(octets, out var isEnd);
            if (inside > 0) _entity.Write(octets[..inside]);
            octets = octets[inside..];
            if (isEnd) CompleteEntity();
        }
    }

    private void CompleteEntity()
    {
        _entity!.Complete();
        context.Return(_entity);
        _entity = null;
    }

    /// <summary>Programs read what follows differently: adds a reading for each way that may show something else. Of a composite the usual one suffices.</summary>
    /// <param name="consumed">Octets of those being read that all have read alike.</param>
    private void Part(LeafReading reading, Parting parting, int consumed)
    {
        var isLate = _offset + consumed > MimeLimits.HeldOctets;
        if (parting == Parting.Line) PartLines(isLate, consumed);
        else if (reading.Encoding == TransferEncoding.Base64) PartBase64(reading, parting, isLate, consumed);
        else PartQuotedPrintable(reading, parting, isLate, consumed);
    }

    private void PartBase64(LeafReading reading, Parting parting, bool isLate, int consumed)
    {
        context.Tell(parting == Parting.Padding ? MimeIrregularity.PaddingInsideBase64 : MimeIrregularity.JunkInBase64, _part);
        if (reading.HasParted || _isComposite) return;
        if (isLate)
        {
            // Junk of no alphabet is skipped, or the end: the first reading shows both.
            if (parting != Parting.Junk) PartBase64Late(reading, consumed);
            return;
        }
        reading.HasParted = true;
        AddBase64(Base64Reading.WithoutPadding);
        AddBase64(Base64Reading.UrlSafe);
        // A program that gives up on the encoding shows the text.
        if (!Has(TransferEncoding.Identity) && AddVariant(TransferEncoding.Identity) is not null) Replay();
    }

    /// <summary>
    /// A list adds its footer as it stands: what all have read alike need not be shown again, and the other readings begin here. Where it began something that
    /// goes on, the sink has to say so; a message that goes on is told here.
    /// </summary>
    private void PartBase64Late(LeafReading reading, int consumed)
    {
        reading.HasParted = true;
        context.Tell(reading.Child is null ? MimeIrregularity.LateBase64Reading : MimeIrregularity.LateBase64, _part);
        AddLate(TransferEncoding.Base64, consumed)?.Base64.ContinueFrom(reading.Base64, Base64Reading.WithoutPadding);
        AddLate(TransferEncoding.Base64, consumed)?.Base64.ContinueFrom(reading.Base64, Base64Reading.UrlSafe);
        if (!Has(TransferEncoding.Identity)) AddLate(TransferEncoding.Identity, consumed);
    }

    private LeafReading? AddLate(TransferEncoding encoding, int consumed)
    {
        if (AddVariant(encoding) is not { } reading) return null;
        reading.Skip = consumed;
        return reading;
    }

    /// <summary>Who decodes by lines has a quantum begin here, at the start as well as later: what came before need not be shown.</summary>
    private void PartLines(bool isLate, int consumed)
    {
        context.Tell(MimeIrregularity.BrokenBase64Line, _part);
        if (_isComposite || AddVariant(TransferEncoding.Base64) is not { } reading) return;

        reading.Base64.Begin(Base64Reading.ByLine);
        if (isLate) reading.Skip = consumed;
        else Replay();
    }

    private void PartQuotedPrintable(LeafReading reading, Parting parting, bool isLate, int consumed)
    {
        context.Tell(parting == Parting.Blank ? MimeIrregularity.BlankAtLineEnd : MimeIrregularity.OddQuotedPrintable, _part);
        if (_isComposite) return;
        var isPlainText = _part.IsText && !_part.HasFileName;
        if (isLate && !reading.HasPartedEarly && parting == Parting.Escape && !isPlainText) context.Tell(MimeIrregularity.LateQuotedPrintable, _part);
        if (reading.HasParted) return;

        reading.HasParted = true;
        reading.HasPartedEarly = !isLate;
        if (AddVariant(TransferEncoding.QuotedPrintable) is not { } dropping) return;
        dropping.QuotedPrintable.Begin(QuotedPrintableReading.Dropping);
        if (isLate)
        {
            dropping.QuotedPrintable.ContinueFrom(reading.QuotedPrintable);
            dropping.Skip = consumed;
        }
        else
        {
            Replay();
        }
    }

    private void AddBase64(Base64Reading way)
    {
        if (AddVariant(TransferEncoding.Base64) is not { } reading) return;
        reading.Base64.Begin(way);
        Replay();
    }

    private LeafReading? AddVariant(TransferEncoding encoding)
    {
        if (!HasRoom()) return null;
        _part.AddReading(encoding);
        return Add(encoding);
    }

    private bool Has(TransferEncoding encoding)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_readings[i]!.Encoding == encoding) return true;
        }
        return false;
    }

    /// <summary>Gives the last reading what came before the octets that are being read; those it gets in its turn.</summary>
    private void Replay() => Feed(_count - 1, _held.Octets[..(int)_offset]);

    private void OpenMessage(int index, ReadOnlySpan<byte> rest)
    {
        var reading = _readings[index]!;
        reading.Look = Look.Other;
        if (_scanner.Level >= MimeLimits.MaxDecodedMessages || _part.Depth >= MimeLimits.MaxDepth)
        {
            if (_isNamed) context.Tell(MimeIrregularity.TooDeep, _part);
            return;
        }
        var origin = _isNamed ? MessageOrigin.Named : MessageOrigin.LookAlike;
        var child = Open(reading, isMessage: true, origin > _part.Origin ? origin : _part.Origin, isAlternative: index > 0);
        child.Write(reading.MessageLook.Taken);
        child.Write(rest);
    }

    /// <summary>Decoded, a multipart goes on with its parts, and a message begins with its header section.</summary>
    private void OpenComposite(LeafReading reading)
    {
        var child = Open(reading, _part.Kind == MimePartKind.Message, _part.Origin, isAlternative: true);
        if (_part.Kind == MimePartKind.Message) return;
        child.Write("Content-Type: "u8);
        child.Write(_part.MediaType);
        child.Write("; boundary=\""u8);
        child.Write(_part[MimeParameter.Boundary]);
        child.Write("\"\r\n\r\n"u8);
    }

    private MimeScanner Open(LeafReading reading, bool isMessage, MessageOrigin origin, bool isAlternative)
    {
        var child = context.RentScanner();
        reading.Child = child;
        reading.Look = Look.Message;
        child.BeginInside(_part, _scanner.Level + 1, isMessage, origin, isAlternative || _part.IsAlternative);
        return child;
    }
}
