using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>Finds OpenPGP in the octets of a leaf: armor at a line start, and binary packets from the first octet.</summary>
/// <remarks>
/// An accented letter is the tag of a packet as well, so that both are looked for.
/// RFC 9580, RFC 4880. Not quoted armor ("> -----BEGIN"), not prose about PGP, not keys. Text in UTF-16 is read as well. Reused after <see cref="Begin"/>.
/// </remarks>
public sealed class PgpReader
{
    private const int ProbeOctets = 32;

    /// <summary>A byte order mark ends within them, and a packet has begun.</summary>
    private const int BeginningOctets = 3;

    private readonly PgpArmor _armor;
    private readonly PgpPacketReader _packets;
    private readonly byte[] _narrow = new byte[1024];
    private LeafTraits _traits;
    private Form _form;
    private bool _arePackets;
    private bool _isWide;
    private int _probed;
    private byte _last;
    private int _matched;
    private bool _isClearSigned;
    private bool _isStuffed;

    /// <param name="inflater">For compressed packets, as far as their first one.</param>
    public PgpReader(IInflater inflater) => (_armor, _packets) = (new PgpArmor(inflater), new PgpPacketReader(inflater));

    private enum Form : byte
    {
        Start,

        /// <summary>At the start of a line, or in what may be the start of an armor.</summary>
        LineStart,

        /// <summary>Somewhere in a line.</summary>
        Line,
        Armor,
        Done,
    }

    /// <summary>Nothing that follows can change the findings.</summary>
    public bool IsDone => _form == Form.Done && !_arePackets;

    /// <summary>Final after <see cref="Complete"/>.</summary>
    public ProtectionFindings Findings { get; private set; }

    private static ReadOnlySpan<byte> ArmorStart => "-----BEGIN PGP "u8;

    private bool IsText => (_traits & LeafTraits.Text) != 0;

    private bool IsHtml => (_traits & LeafTraits.Html) != 0;

    private ReadOnlySpan<byte> LineEnds => IsHtml ? "\r\n>"u8 : "\r\n"u8;

    public void Begin(LeafTraits traits)
    {
        (_traits, _form, _arePackets, _isWide, _probed, _matched, _isClearSigned, _isStuffed) = (traits, Form.Start, false, false, 0, 0, false, false);
        Findings = ProtectionFindings.None;
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_form == Form.Start && !octets.IsEmpty) Start(octets[0]);
        if (_arePackets) _packets.Write(octets);
        if (_arePackets && _packets.IsDone) TakePackets();
        while (!octets.IsEmpty && _form != Form.Done)
        {
            if (_probed < ProbeOctets && !IsProbedAtOnce(octets))
            {
                Probe(octets[0]);
                if (_form == Form.Done) return;
                if (octets[0] != 0 && !(_probed <= BeginningOctets && IsOfMark(octets[0]))) Read(octets[..1]);
                octets = octets[1..];
            }
            else if (_isWide)
            {
                octets = octets[Narrow(octets, out var narrow)..];
                Read(_narrow.AsSpan(0, narrow));
            }
            else
            {
                Read(octets);
                return;
            }
        }
    }

    /// <summary>End of the leaf.</summary>
    public void Complete()
    {
        if (_form == Form.Armor) EndArmor();
        if (_arePackets)
        {
            _packets.Complete();
            TakePackets();
        }
        _form = Form.Done;
    }

    private void Start(byte octet)
    {
        _form = Form.LineStart;
        _arePackets = (!IsText || _traits.HasFlag(LeafTraits.Pgp)) && PgpPacketHeader.IsTag(octet) && !IsOfMark(octet);
        // A text may have such a name and begin with a letter beyond ASCII.
        if (_arePackets) _packets.Begin(isClaimed: _traits.HasFlag(LeafTraits.Pgp) && !IsText);
    }

    /// <summary>The first octets say how to go on: text, text of two octets a letter, or nothing of ours.</summary>
    private void Probe(byte octet)
    {
        _probed++;
        _isWide |= _probed == 2 && (_last, octet) is (0xFE, 0xFF) or (0xFF, 0xFE); // a byte order mark
        _isWide |= IsText && octet == 0;
        _last = octet;
        if (_isWide && octet == 0) return;
        if (!IsText && octet < ' ' && octet is not ((byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r')) _form = Form.Done;
    }

    /// <summary>An octet of a byte order mark at the very start. No packet of interest has such a tag with a length that could follow.</summary>
    private static bool IsOfMark(byte octet) => octet is 0xEF or 0xBB or 0xBF or 0xFE or 0xFF;

    /// <summary>Behind where a byte order mark would stand, only a zero tells something of a text.</summary>
    private bool IsProbedAtOnce(ReadOnlySpan<byte> octets)
    {
        var left = ProbeOctets - _probed;
        if (!IsText || _isWide || _probed < BeginningOctets || octets.Length < left || octets[..left].Contains((byte)0)) return false;
        _probed = ProbeOctets;
        return true;
    }

    private int Narrow(ReadOnlySpan<byte> octets, out int narrow)
    {
        var taken = Math.Min(octets.Length, _narrow.Length);
        narrow = 0;
        foreach (var octet in octets[..taken])
        {
            if (octet != 0) _narrow[narrow++] = octet;
        }
        return taken;
    }

    private void Read(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = _form switch
            {
                Form.Line => ReadLine(octets),
                Form.LineStart => ReadLineStart(octets),
                _ => ReadArmor(octets),
            };
        }
    }

    /// <summary>Leaps to the next dashes at a line start, or else behind the last line end.</summary>
    private ReadOnlySpan<byte> ReadLine(ReadOnlySpan<byte> octets)
    {
        var dashes = octets.IndexOf("-----"u8);
        if (dashes < 0)
        {
            var last = octets.LastIndexOfAny(LineEnds);
            if (last >= 0) (_form, _matched, _isStuffed) = (Form.LineStart, 0, false);
            return last < 0 ? default : octets[(last + 1)..];
        }
        var lineStart = dashes > 1 && octets[dashes - 1] == (byte)' ' ? dashes - 1 : dashes;
        if (lineStart > 0 && LineEnds.Contains(octets[lineStart - 1]))
        {
            (_form, _matched, _isStuffed) = (Form.LineStart, 0, false);
            return octets[lineStart..];
        }
        var end = octets[dashes..].IndexOfAnyExcept((byte)'-');
        return end < 0 ? default : octets[(dashes + end)..];
    }

    private ReadOnlySpan<byte> ReadLineStart(ReadOnlySpan<byte> octets)
    {
        if (octets[0] == ArmorStart[_matched])
        {
            if (++_matched < ArmorStart.Length) return octets[1..];
            _form = Form.Armor;
            _armor.Begin(IsHtml);
            return octets[1..];
        }
        if (LineEnds.Contains(octets[0])) return PassEmptyLines(octets);
        // One blank is not the writer's: mail programs put it before lines (RFC 3676 4.4). More of them quote an armor.
        _isStuffed = _matched == 0 && !_isStuffed && octets[0] == (byte)' ';
        if (!_isStuffed) _form = Form.Line;
        _matched = 0;
        return octets[1..];
    }

    /// <summary>To the start of the last of the lines with nothing but blanks.</summary>
    private ReadOnlySpan<byte> PassEmptyLines(ReadOnlySpan<byte> octets)
    {
        (_matched, _isStuffed) = (0, false);
        var end = octets.IndexOfAnyExcept(IsHtml ? " \r\n>"u8 : " \r\n"u8);
        return octets[(octets[..(end < 0 ? octets.Length : end)].LastIndexOfAny(LineEnds) + 1)..];
    }

    private ReadOnlySpan<byte> ReadArmor(ReadOnlySpan<byte> octets)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (_armor.Put(octets[i])) continue;
            EndArmor();
            (_form, _matched, _isStuffed) = (_armor.IsAtLineStart ? Form.LineStart : Form.Line, 0, false);
            return octets[i..];
        }
        return default;
    }

    private void EndArmor()
    {
        _armor.Complete();
        if (_armor.Label == PgpArmorLabel.SignedMessage) _isClearSigned = true;
        Findings |= (_armor.Label, _armor.Kind) switch
        {
            (PgpArmorLabel.Message, PgpKind.Encrypted) => ProtectionFindings.PgpEncrypted,
            (PgpArmorLabel.Message, PgpKind.Signed or PgpKind.Signature) => SignatureHere(IsText),
            (PgpArmorLabel.Signature, PgpKind.Signature) => SignatureHere(IsText && _isClearSigned),
            _ => ProtectionFindings.None,
        };
    }

    private void TakePackets()
    {
        Findings |= _packets.Kind switch
        {
            PgpKind.Encrypted => ProtectionFindings.PgpEncrypted,
            PgpKind.Signed => SignatureHere(isMessage: true),
            PgpKind.Signature => ProtectionFindings.SignedFile,
            _ => ProtectionFindings.None,
        };
        _arePackets = false;
    }

    private ProtectionFindings SignatureHere(bool isMessage) =>
        isMessage && !_traits.HasFlag(LeafTraits.File) ? ProtectionFindings.PgpSigned : ProtectionFindings.SignedFile;
}
