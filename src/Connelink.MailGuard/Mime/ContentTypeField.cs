using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Content-Type (RFC 2045 5): media type, parameters, and whether it is one that all programs read alike.</summary>
internal sealed class ContentTypeField
{
    private static readonly SearchValues<byte> Token = SearchValues.Create("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>The field that comes second is read into this one and compared.</summary>
    private readonly MimePart _other = new();

    private bool _inDigest;
    private bool _isRead;

    public void Begin(bool inDigest)
    {
        _inDigest = inDigest;
        _isRead = false;
    }

    public MimeIrregularity Read(ReadOnlySpan<byte> body, MimePart part, FileNameCollector fileNames)
    {
        if (!_isRead)
        {
            _isRead = true;
            return Parse(body, part, part, fileNames);
        }

        _other.Begin(null, 0, false, MessageOrigin.Declared, false);
        var found = Parse(body, _other, part, fileNames);
        var isSame = part.MediaType.SequenceEqual(_other.MediaType) && part[MimeParameter.Boundary].SequenceEqual(_other[MimeParameter.Boundary]);
        return found | (isSame ? MimeIrregularity.RepeatedField : MimeIrregularity.ConflictingContentTypes);
    }

    /// <summary>Sets the default where there was no field, and the kind.</summary>
    public MimeIrregularity Complete(MimePart part)
    {
        part.HasMediaType = _isRead;
        // RFC 2045 5.2, RFC 2046 5.1.5.
        if (part.MediaType.IsEmpty) part.SetMediaType(!_isRead && _inDigest ? "message/rfc822"u8 : "text/plain"u8);

        var type = part.MediaType;
        if (type.StartsWith("multipart/"u8))
        {
            var boundary = part[MimeParameter.Boundary];
            part.Kind = boundary.IsEmpty ? MimePartKind.Leaf : MimePartKind.Multipart;
            return boundary.Length > MimeLimits.MaxBoundaryOctets ? MimeIrregularity.BoundaryTooLong : MimeIrregularity.None;
        }
        if (!type.StartsWith("message/"u8)) return MimeIrregularity.None;
        if (part.Is("message/rfc822"u8) || part.Is("message/global"u8) || part.Is("message/news"u8)) part.Kind = MimePartKind.Message;
        if (part.Is("message/partial"u8)) return MimeIrregularity.PartialMessage;
        return part.Is("message/external-body"u8) ? MimeIrregularity.ExternalBody : MimeIrregularity.None;
    }

    /// <param name="named">Gets the names, whichever field they stand in.</param>
    private static MimeIrregularity Parse(ReadOnlySpan<byte> body, MimePart part, MimePart named, FileNameCollector fileNames)
    {
        var parser = new ParameterParser(body);
        var found = ReadType(parser, part);
        var boundary = new BoundaryParameter();
        fileNames.Begin();
        while (parser.MoveNext())
        {
            if (parser.Oddity != ParameterOddity.None) found |= MimeIrregularity.OddParameter;
            if (Ascii.EqualsIgnoreCase(parser.Name, "boundary"u8)) boundary.Read(parser, part);
            else if (FileNameCollector.Takes(parser.Name)) fileNames.Add(parser, named);
            else if (Known(parser.Name) is { } parameter) Keep(parser, parameter, part);
        }
        fileNames.Complete(named);
        if (parser.HasNoParameter) found |= MimeIrregularity.OddParameter;
        // A boundary without a type, or with text/plain, multipart/mixed before it: parts for those who take another word for the type.
        if (!part[MimeParameter.Boundary].IsEmpty && (part.MediaType.IsEmpty || NamesComposite(body, part.MediaType))) found |= MimeIrregularity.MalformedMediaType;
        if (!part.MediaType.StartsWith("multipart/"u8)) return found;
        return found | boundary.Complete() | (parser.HasTalkingComment ? MimeIrregularity.MalformedMediaType : MimeIrregularity.None);
    }

    private static MimeIrregularity ReadType(scoped in ParameterParser parser, MimePart part)
    {
        var type = parser.Value;
        if (IsType(type) && !parser.HasTrailingText)
        {
            part.SetMediaType(type);
            return MimeIrregularity.None;
        }
        if (type.IsEmpty && !parser.HasTrailingText) return MimeIrregularity.None;

        // "text/plain charset=utf-8" lacks its semicolon: the type is clear, and composite ones then lack their boundary.
        var end = type.IndexOfAny(" \t,"u8);
        if (end > 0 && IsType(type[..end]) && !parser.HasTrailingText)
        {
            part.SetMediaType(type[..end]);
            return MimeIrregularity.OddParameter;
        }
        return ResemblesComposite(type) || parser.HasTrailingText ? MimeIrregularity.MalformedMediaType : MimeIrregularity.OddParameter;
    }

    /// <summary>A leaf by its media type, and "multipart/" stands elsewhere in the field, but not as the value of a parameter (RFC 2387 3.1).</summary>
    private static bool NamesComposite(ReadOnlySpan<byte> body, ReadOnlySpan<byte> type)
    {
        if (type.StartsWith("multipart/"u8)) return false;
        for (var slash = body.IndexOf((byte)'/'); slash >= 0;)
        {
            if (slash > 9 && body[slash - 10] is not ((byte)'"' or (byte)'=') && Ascii.EqualsIgnoreCase(body.Slice(slash - 9, 9), "multipart"u8)) return true;
            var next = body[(slash + 1)..].IndexOf((byte)'/');
            slash = next < 0 ? -1 : slash + 1 + next;
        }
        return false;
    }

    private static bool IsType(ReadOnlySpan<byte> type)
    {
        var slash = type.IndexOf((byte)'/');
        return slash > 0 && slash < type.Length - 1 && !type[..slash].ContainsAnyExcept(Token) && !type[(slash + 1)..].ContainsAnyExcept(Token);
    }

    /// <summary>Its letters, encoded words decoded, contain "multipart" or "message"; or it is a boundary instead of a type.</summary>
    private static bool ResemblesComposite(ReadOnlySpan<byte> type)
    {
        Span<byte> letters = stackalloc byte[128];
        type = type[..Math.Min(type.Length, letters.Length)];
        type.CopyTo(letters);
        letters = letters[..EncodedText.DecodeWords(letters[..type.Length])];
        var length = 0;
        foreach (var octet in letters)
        {
            if (char.IsAsciiLetter((char)octet)) letters[length++] = (byte)(octet | 0x20);
        }
        letters = letters[..length];
        return letters.IndexOf("multipart"u8) >= 0 || letters.IndexOf("message"u8) >= 0 || letters.StartsWith("boundary"u8);
    }

    private static MimeParameter? Known(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when Ascii.EqualsIgnoreCase(name, "type"u8) => MimeParameter.Type,
        6 when Ascii.EqualsIgnoreCase(name, "method"u8) => MimeParameter.Method,
        7 when Ascii.EqualsIgnoreCase(name, "charset"u8) => MimeParameter.Charset,
        8 when Ascii.EqualsIgnoreCase(name, "protocol"u8) => MimeParameter.Protocol,
        10 when Ascii.EqualsIgnoreCase(name, "smime-type"u8) => MimeParameter.SmimeType,
        11 when Ascii.EqualsIgnoreCase(name, "report-type"u8) => MimeParameter.ReportType,
        _ => null,
    };

    /// <summary>The first one counts. Without quotes a comment or blank ends it: charset=us-ascii (Plain text).</summary>
    private static void Keep(scoped in ParameterParser parser, MimeParameter parameter, MimePart part)
    {
        if (!part[parameter].IsEmpty) return;
        var text = parser.Text;
        var end = parser.IsQuoted ? -1 : text.IndexOfAny(" \t("u8);
        part.Set(parameter, end < 0 ? text : text[..end]);
    }
}
