using System.Text;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Inspection;

/// <summary>One leaf of a message, in each of its readings. Reused.</summary>
internal sealed class LeafInspection(PartInspector parts)
{
    /// <summary>Of a body, to see whether it is text: archives, pictures and programs all have a NUL among so many.</summary>
    private const int LookedOctets = 512;

    /// <summary>Certificates, signatures and time stamps of a signed message are smaller together.</summary>
    private const int MostAroundContent = 1 << 16;

    /// <summary>Of the content, what the framing of its pieces takes at most: 4 octets for each 1,000 where programs write it as it comes.</summary>
    private const int FramingShare = 100;

    private readonly ReadingInspection?[] _readings = new ReadingInspection?[MimeLimits.MaxReadings];
    private int _begun;
    private bool _isCounted;
    private bool _isLeftToContent;
    private long _content;
    private int _looked;
    private readonly long[] _octets = new long[MimeLimits.MaxReadings];
    private long _counted;
    private long _embedded;
    private int _declaredReadings;
    private bool _isAlternative;

    public MimePart Part { get; private set; } = null!;

    public Around Around { get; private set; }

    public PartInspector Parts => parts;

    /// <summary>How its octets are to be read as mail protection; null where nobody would read them so.</summary>
    public LeafTraits? Traits { get; private set; }

    /// <summary>Programs look for encoded files in its text.</summary>
    public bool MayEmbedFiles { get; private set; }

    /// <summary>An encoded file was found in it.</summary>
    public bool HasEmbedded { get; set; }

    /// <summary>A page that a browser opens, by type or by name: links in it may hold files.</summary>
    public bool IsHtml { get; private set; }

    /// <summary>Two octets stand for each of ASCII.</summary>
    public bool IsWide { get; private set; }

    /// <summary>What is embedded in it counts as attachment; where it is one itself, it does already.</summary>
    private bool CountsEmbedded { get; set; }

    /// <summary>Most programs see what is being written so: damage in it counts.</summary>
    public bool IsSure { get; private set; }

    /// <summary>Containers around what is being scanned as a message anyway.</summary>
    public int ScannedDepth { get; set; }

    /// <summary>Messages around it, but for the message itself; those in archives as well.</summary>
    public int MessageDepth { get; private set; }

    /// <summary>Something that began in one of its readings goes on: an archive, what a signature is wrapped around, a file in text.</summary>
    public bool IsUnderWay => _readings.Take(_begun).Any(static reading => reading!.IsUnderWay);

    public void Begin(MimePart part, Around around)
    {
        ScannedDepth = around.Depth;
        MessageDepth = part.MessageDepth + around.Messages;
        _declaredReadings = part.Readings;
        _octets.AsSpan().Clear();
        _isAlternative = around.IsCounted && part.IsAlternative && part.Origin == MessageOrigin.Declared && part.Kind == MimePartKind.Leaf && !IsOwnText(part, MessageDepth) && !part.IsUndecoded;
        (Part, Around, _begun, _counted, _embedded) = (part, around, 0, 0, 0);
        var isFirst = around.IsCounted && !part.IsAlternative && part.Origin == MessageOrigin.Declared;
        // Attached messages count whole: what stands around their parts, too.
        _isCounted = isFirst && (part.Kind == MimePartKind.Leaf ? !IsOwnText(part, MessageDepth) : MessageDepth > 0);
        CountsEmbedded = isFirst && !_isCounted;
        IsHtml = IsPage(part);
        MayEmbedFiles = part.IsText || IsHtml || part.Kind != MimePartKind.Leaf || part.IsTextEncoded || IsNamedLikeEncoded(part);
        (HasEmbedded, _isLeftToContent, _content, _looked) = (false, false, 0, 0);
        IsWide = part[MimeParameter.Charset] is { IsEmpty: false } charset && (Begins(charset, "utf-16"u8) || Begins(charset, "ucs-2"u8) || Begins(charset, "iso-10646-ucs-2"u8));
        Traits = part.Origin == MessageOrigin.LookAlike ? null
            : ProtectedMediaTypes.TraitsOf(part.MediaType, part.HasFileName ? part.FileName(0) : default, part.Disposition is MimeDisposition.Attachment or MimeDisposition.Other);
    }

    public void Write(int reading, ReadOnlySpan<byte> octets)
    {
        while (_begun <= reading) (_readings[_begun] ??= new ReadingInspection(this)).Begin(isFirst: _begun++ == 0);
        if (reading == 0 && CountsEmbedded && Part.Kind == MimePartKind.Leaf) LookForBinary(octets);
        if (reading == 0 && _isAlternative) parts.Facts.CountAlternative(octets.Length);
        if (reading < _declaredReadings) _octets[reading] += octets.Length;
        if (_isCounted) Count();
        IsSure = IsSeenByMost(reading);
        _readings[reading]!.Write(octets);
    }

    /// <summary>A file in its text, octets of it.</summary>
    public void CountEmbedded(int octets)
    {
        if (!CountsEmbedded) return;
        _embedded += octets;
        parts.Facts.Count(octets);
    }

    /// <summary>Of several encodings that are declared, the one that gives most counts: some program shows that.</summary>
    private void Count()
    {
        foreach (var shown in _octets.AsSpan(0, _declaredReadings))
        {
            if (shown <= _counted) continue;
            parts.Facts.Count(shown - _counted);
            _counted = shown;
        }
    }

    /// <summary>A body that begins with what no text holds is a file without a name: it counts whole, and what was found in it before does not.</summary>
    private void LookForBinary(ReadOnlySpan<byte> octets)
    {
        if (_looked == LookedOctets || octets.IsEmpty) return;
        if (_looked == 0 && (IsWide || octets[0] is 0xFE or 0xFF))
        {
            _looked = LookedOctets;
            return;
        }
        var head = octets[..Math.Min(octets.Length, LookedOctets - _looked)];
        if (head.Contains((byte)0))
        {
            (_isCounted, CountsEmbedded) = (!_isLeftToContent, false);
            if (_embedded > 0) parts.Facts.Count(-_embedded);
        }
        _looked += head.Length;
    }

    /// <summary>It turned out to be a wrapping of parts that count themselves; a body, too, whether it shows a NUL before or only later.</summary>
    /// <returns>Whether they do.</returns>
    public bool LeaveCountToContent()
    {
        _isLeftToContent = _isCounted || (CountsEmbedded && Part.Kind == MimePartKind.Leaf);
        if (_isCounted) parts.Facts.Count(-_counted);
        _isCounted = false;
        return _isLeftToContent;
    }

    /// <summary>Octets of the content that counts itself.</summary>
    public void PassContent(int octets) => _content += octets;

    public void Complete()
    {
        for (var i = 0; i < _begun; i++)
        {
            IsSure = IsSeenByMost(i);
            _readings[i]!.Complete();
        }
        // More than belongs to a signature is carried along with it.
        if (_isLeftToContent && _octets[0] - _content - (_content / FramingShare) - MostAroundContent is > 0 and var around) parts.Facts.Count(around);
        if (Part.IsTextEncoded && _begun > 0 && !HasEmbedded) parts.Irregular(MimeIrregularity.UnseenTextEncoding, Part);
    }

    public void Abandon()
    {
        for (var i = 0; i < _begun; i++) _readings[i]!.Abandon();
    }

    /// <summary>Damage in a reading that few programs make, or in what only looks like a message, is most often no archive at all.</summary>
    private bool IsSeenByMost(int reading) => reading == 0 && !Part.IsAlternative && Part.Origin != MessageOrigin.LookAlike;

    private static bool Begins(ReadOnlySpan<byte> charset, ReadOnlySpan<byte> name) =>
        charset.Length >= name.Length && Ascii.EqualsIgnoreCase(charset[..name.Length], name);

    /// <summary>A body of the message itself, which is no attachment.</summary>
    private static bool IsOwnText(MimePart part, int messageDepth) =>
        messageDepth == 0 && !part.HasFileName && part.Disposition is MimeDisposition.None or MimeDisposition.Inline
        && (part.Is("text/plain"u8) || part.Is("text/html"u8));

    private static bool IsPage(MimePart part) =>
        part.Is("text/html"u8) || part.Is("application/xhtml+xml"u8) || part.Is("image/svg+xml"u8)
        || part.IsNamed(".html"u8) || part.IsNamed(".htm"u8) || part.IsNamed(".xhtml"u8) || part.IsNamed(".shtml"u8) || part.IsNamed(".svg"u8);

    /// <summary>A file that a double click decodes.</summary>
    private static bool IsNamedLikeEncoded(MimePart part) =>
        part.IsNamed(".uue"u8) || part.IsNamed(".uu"u8) || part.IsNamed(".hqx"u8) || part.IsNamed(".yenc"u8) || part.IsNamed(".b64"u8)
        || part.Is("application/mac-binhex40"u8) || part.Is("application/x-uuencode"u8) || part.Is("application/x-yencode"u8);
}
