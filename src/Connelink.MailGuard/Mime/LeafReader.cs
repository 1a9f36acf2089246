namespace Connelink.MailGuard.Mime;

/// <summary>Reads the octets of a leaf in every way that programs may read them, and looks for a message in each.</summary>
/// <remarks>Also reads a multipart or message that says to be encoded: then what was decoded is such a part, and no content is told.</remarks>
internal sealed partial class LeafReader(ScanContext context)
{
    private readonly LeafReading[] _readings = [.. Enumerable.Range(0, MimeLimits.MaxReadings).Select(_ => new LeafReading())];
    private readonly QuotedEntityReader _entities = new(context);
    private MimePart _part = null!;
    private MimeScanner _scanner = null!;

    /// <summary>Octets before the ones that are being read.</summary>
    private long _offset;

    /// <summary>Readings so far.</summary>
    private int _count;
    private bool _isComposite;

    /// <summary>A message by its name: opened whatever it begins with.</summary>
    private bool _isNamed;

    /// <summary>What goes in now comes out in one reading as it is, without a look: it need not come here.</summary>
    public bool IsTransparent => _count == 1 && _readings[0] is { Encoding: TransferEncoding.Identity, Look: Look.Other } && !_entities.IsLooking;

    /// <summary>Base64 of which lines may be read without looking for delimiters: no letter is a hyphen.</summary>
    public bool IsLetters => _count == 1 && !_isComposite && _readings[0] is { Encoding: TransferEncoding.Base64, Base64.IsFast: true };

    public void BeginLeaf(MimePart part, MimeScanner scanner)
    {
        Begin(part, scanner);
        _isNamed = part.IsNamed(".eml"u8) || part.IsNamed(".mht"u8) || part.IsNamed(".mhtml"u8) || part.IsNamed(".nws"u8);
        for (var i = 0; i < part.Readings && (i == 0 || HasRoom()); i++)
        {
            var reading = Add(part.Encoding(i));
            // The fields in a header remainder are read as the part's own already.
            if (part.Kind == MimePartKind.HeaderRemainder) reading.Look = Look.Other;
        }
        // Both would part ways, and need more readings than there are.
        if (Has(TransferEncoding.Base64) && Has(TransferEncoding.QuotedPrintable)) _mostReadings = _count;
        _entities.Begin(part, scanner.Level);
    }

    public void BeginComposite(MimePart part, MimeScanner scanner)
    {
        Begin(part, scanner);
        _isComposite = true;
        _entities.BeginNone();
        for (var i = 0; i < part.Readings; i++)
        {
            // The scanner itself reads the identity.
            if (part.Encoding(i) != TransferEncoding.Identity) OpenComposite(Add(part.Encoding(i)));
        }
    }

    /// <summary>Of a message that is read decoded: before any octet of it, that its first decoded reading is the one that most programs make.</summary>
    public void Lead() => _readings[0].Child?.Lead();

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_count > 1 || _readings[0].Encoding != TransferEncoding.Identity) Hold(octets);
        for (var i = 0; i < _count; i++)
        {
            Feed(i, octets);
        }
        _offset += octets.Length;
    }

    /// <summary>Reads the lines at the start that are nothing but letters of base64, and tells how many octets they are.</summary>
    public int ReadLetters(ReadOnlySpan<byte> octets)
    {
        var base64 = _readings[0].Base64;
        var rest = octets;
        int before;
        do
        {
            before = rest.Length;
            Give(0, base64.DecodeLetters(ref rest));
        }
        while (rest.Length < before && !rest.IsEmpty);
        var read = octets.Length - rest.Length;
        Hold(octets[..read]);
        _offset += read;
        return read;
    }

    public void Complete()
    {
        for (var i = 0; i < _count; i++)
        {
            var reading = _readings[i];
            Give(i, reading.Complete(out var found));
            context.Tell(found, _part);
            if (_isNamed && reading.Look == Look.Undecided) OpenMessage(i, default);
            context.Complete(ref reading.Child);
        }
        _entities.Complete();
    }

    /// <summary>The message goes no further.</summary>
    public void Abandon()
    {
        foreach (var reading in _readings) context.Abandon(ref reading.Child);
        _entities.Abandon();
        _count = 0;
    }

    private void Begin(MimePart part, MimeScanner scanner)
    {
        _part = part;
        _scanner = scanner;
        _offset = 0;
        _count = 0;
        _isComposite = false;
        _isNamed = false;
        BeginPartings();
    }

    private LeafReading Add(TransferEncoding encoding, Base64Reading base64 = Base64Reading.Lenient, QuotedPrintableReading quotedPrintable = QuotedPrintableReading.Lenient)
    {
        var reading = _readings[_count++];
        reading.Begin(encoding, base64, quotedPrintable);
        return reading;
    }

    private bool Has(TransferEncoding encoding)
    {
        foreach (var reading in _readings.AsSpan(0, _count))
        {
            if (reading.Encoding == encoding) return true;
        }
        return false;
    }

    private void Feed(int index, ReadOnlySpan<byte> octets)
    {
        var reading = _readings[index];
        octets = octets[reading.Skip..];
        reading.Skip = 0;
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
        var reading = _readings[index];
        if (reading.Child is { } child)
        {
            child.Write(octets);
            return;
        }
        if (reading.Look == Look.Undecided)
        {
            reading.Look = reading.MessageLook.Read(ref octets);
            if (reading.Look == Look.Message || (_isNamed && reading.Look == Look.Other)) OpenMessage(index, octets);
            else if (reading.Look == Look.Other && index == 0) _entities.Pass(reading.MessageLook.Taken);
        }
        if (reading.Look == Look.Other && index == 0 && _entities.IsLooking) _entities.Write(octets);
    }

    private void OpenMessage(int index, ReadOnlySpan<byte> rest)
    {
        var reading = _readings[index];
        if (_scanner.Level >= MimeLimits.MaxDecodedMessages || _part.Depth >= MimeLimits.MaxDepth)
        {
            reading.Look = Look.Other;
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
