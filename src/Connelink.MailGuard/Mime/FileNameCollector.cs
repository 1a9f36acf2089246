namespace Connelink.MailGuard.Mime;

/// <summary>Collects the names that programs may give to a part: filename and name as they stand, by RFC 2231 and by RFC 2047.</summary>
/// <remarks>Octets in whatever charset they have: what rules look for in a name is ASCII. Used again for each field.</remarks>
internal sealed class FileNameCollector
{
    /// <summary>Pieces of one name; real ones have at most a dozen.</summary>
    private const int MaxPieces = 64;

    private readonly Piece[] _pieces = new Piece[MaxPieces];
    private readonly byte[] _pieceOctets = new byte[PartText.MaxTextOctets];
    private readonly byte[] _name = new byte[PartText.MaxTextOctets];
    private int _count;
    private int _used;

    public static bool Takes(ReadOnlySpan<byte> name) =>
        System.Text.Ascii.EqualsIgnoreCase(name, "name"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "filename"u8);

    public void Begin()
    {
        _count = 0;
        _used = 0;
    }

    /// <summary>A parameter whose name is filename or name.</summary>
    public void Add(scoped in ParameterParser parameter, MimePart part)
    {
        if (parameter.Section < 0 && !parameter.IsExtended) AddPlain(parameter, part);
        else if (parameter.Section < MaxPieces) AddPiece(parameter);
    }

    /// <summary>Behind the last parameter: pieces are joined in the order of their numbers, a missing one ends the name (RFC 2231 3).</summary>
    public void Complete(MimePart part)
    {
        if (_count == 0) return;

        _pieces.AsSpan(0, _count).Sort(static (a, b) => a.Section != b.Section ? a.Section.CompareTo(b.Section) : a.Start.CompareTo(b.Start));
        var length = 0;
        var next = Math.Max(0, (int)_pieces[0].Section);
        foreach (var piece in _pieces.AsSpan(0, _count))
        {
            if (piece.Section >= 0 && piece.Section != next) continue;
            next = piece.Section + 1;
            var octets = _pieceOctets.AsSpan(piece.Start, piece.Length);
            length += piece.IsExtended ? Hex.Unescape((byte)'%', (byte)' ', WithoutCharset(octets), _name.AsSpan(length)) : Copy(octets, _name.AsSpan(length));
            if (piece.Section >= 0) continue;
            // name* is whole; numbered pieces beside it make another name.
            part.AddFileName(_name.AsSpan(0, length));
            length = 0;
            next = 0;
        }
        if (length > 0) part.AddFileName(_name.AsSpan(0, length));
    }

    private void AddPlain(scoped in ParameterParser parameter, MimePart part)
    {
        var text = parameter.Text;
        if (text.Length > _name.Length) text = text[^_name.Length..];
        if (text.IsEmpty) return;

        var length = Copy(text, _name);
        if (parameter.IsQuoted && text.Contains((byte)'\\'))
        {
            // Both ways: Internet Explorer's C:\path\name was no quoted-pair.
            part.AddFileName(_name.AsSpan(0, length));
            length = EncodedText.Unquote(_name.AsSpan(0, length));
        }
        part.AddFileName(_name.AsSpan(0, length));
        if (text.IndexOf("=?"u8) < 0) return;

        length = EncodedText.DecodeWords(_name.AsSpan(0, length));
        part.AddFileName(_name.AsSpan(0, length));
    }

    private void AddPiece(scoped in ParameterParser parameter)
    {
        var text = parameter.Text;
        if (_count == MaxPieces || text.Length > _pieceOctets.Length - _used) return;
        text.CopyTo(_pieceOctets.AsSpan(_used));
        var length = parameter.IsQuoted ? EncodedText.Unquote(_pieceOctets.AsSpan(_used, text.Length)) : text.Length;
        _pieces[_count++] = new Piece((short)parameter.Section, (short)_used, (short)length, parameter.IsExtended);
        _used += length;
    }

    /// <summary>charset'language'text; where the quotes are missing, all is text.</summary>
    private static ReadOnlySpan<byte> WithoutCharset(ReadOnlySpan<byte> octets)
    {
        var first = octets.IndexOf((byte)'\'');
        var second = first < 0 ? -1 : octets[(first + 1)..].IndexOf((byte)'\'');
        return second < 0 ? octets : octets[(first + second + 2)..];
    }

    private static int Copy(ReadOnlySpan<byte> octets, Span<byte> destination)
    {
        var length = Math.Min(octets.Length, destination.Length);
        octets[..length].CopyTo(destination);
        return length;
    }

    private readonly record struct Piece(short Section, short Start, short Length, bool IsExtended);
}
