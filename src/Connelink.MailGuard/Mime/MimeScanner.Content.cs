namespace Connelink.MailGuard.Mime;

/// <summary>Content: what is no delimiter goes to all that read it.</summary>
public sealed partial class MimeScanner
{
    /// <summary>The leaf, preamble or epilogue that is being read; null where a preamble or epilogue has shown nothing but white space.</summary>
    private MimePart? _leafPart;

    /// <summary>Two hyphens stand side by side in what is being read; where none do, nobody looks for them again.</summary>
    private bool _hasHyphens;

    /// <summary>Open parts that are read decoded, too.</summary>
    private int _decoders;

    private void Emit(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;
        GiveDecoders(octets);
        if (_delimiters.Count > 0) LookForNear(octets);
        if (_leafPart is null && !BeginContent(ref octets)) return;
        if (_place != Place.Leaf && _foreignDelimiter.Read(octets)) _context.Tell(MimeIrregularity.ForeignDelimiter, _leafPart!);
        if (_leaf.IsTransparent) _context.Content(_leafPart!, 0, octets);
        else _leaf.Write(octets);
    }

    /// <summary>What is read as identity here is decoded for those who take a multipart or message at its word.</summary>
    private void GiveDecoders(ReadOnlySpan<byte> octets)
    {
        if (_decoders == 0) return;
        for (var i = 0; i < _openCount; i++)
        {
            _open[i].Decoded?.Write(octets);
        }
    }

    private void LookForNear(ReadOnlySpan<byte> octets)
    {
        if (_hasHyphens) _nearDelimiter.Read(octets);
        else _nearDelimiter.Pass(octets);
    }

    /// <summary>A preamble or epilogue begins with its first octet that is no white space.</summary>
    private bool BeginContent(ref ReadOnlySpan<byte> octets)
    {
        octets = octets.TrimStart(" \t\r\n"u8);
        if (octets.IsEmpty) return false;

        ref var open = ref _open[_openCount - 1];
        var isPreamble = _place == Place.Preamble;
        _context.Tell(isPreamble ? MimeIrregularity.ContentInPreamble : MimeIrregularity.ContentInEpilogue, open.Part);
        if (!isPreamble && _delimiters.Extends(_openCount - 1)) _context.Tell(MimeIrregularity.BoundaryPrefix, open.Part);
        BeginPseudoPart(open.Part, isPreamble ? MimePartKind.Preamble : MimePartKind.Epilogue, default);
        return true;
    }

    /// <summary>Text that has no header section of its own.</summary>
    private void BeginPseudoPart(MimePart parent, MimePartKind kind, TransferEncodings encodings)
    {
        var part = _context.RentPart();
        part.Begin(parent, 0, isMessage: false, parent.Origin, parent.IsAlternative);
        part.Kind = kind;
        part.SetMediaType("text/plain"u8);
        encodings.Add(TransferEncoding.Identity);
        for (var i = 0; i < encodings.Count; i++)
        {
            part.AddReading(encodings[i]);
        }
        _context.BeginPart(part);
        _leafPart = part;
        _leaf.BeginLeaf(part, this);
    }

    private void EndLeaf()
    {
        _leaf.Complete();
        _context.EndPart(_leafPart!);
        _leafPart = null;
    }
}
