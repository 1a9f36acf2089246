using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Fields that decide how a part is read.</summary>
internal enum StructuralField : byte
{
    None,
    ContentType,
    TransferEncoding,
    Disposition,
}

/// <summary>The name at the start of a line in a header section (RFC 5322 2.2, 3.6.8).</summary>
/// <param name="Colon">Place of the colon; -1 when the line is no field.</param>
/// <param name="Field">Which structural field it is.</param>
/// <param name="HasBlank">Blanks stand before the colon.</param>
/// <param name="IsClear">A name of RFC 5322 3.6.8 with its colon behind it, which all programs read alike.</param>
/// <param name="IsHiding">It is a structural one only for programs that drop blanks, comments or control octets, or unfold before they look for the colon.</param>
internal readonly record struct FieldName(int Colon, StructuralField Field, bool HasBlank, bool IsClear, bool IsHiding)
{
    private const int LongestStructural = 25;
    private const int LongestEncoded = 128;

    private static readonly SearchValues<byte> Usual = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    public static FieldName Read(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAnyExcept(Usual);
        if (end > 0 && line[end] == ':') return new FieldName(end, Structural(line[..end]), HasBlank: false, IsClear: true, IsHiding: false);
        return ReadUnusual(line, Math.Max(end, 0));
    }

    private static FieldName ReadUnusual(ReadOnlySpan<byte> line, int end)
    {
        var colon = line.IndexOf((byte)':');
        if (end > 0 && colon > 0 && line[end..colon].Trim(" \t"u8).IsEmpty)
        {
            return new FieldName(colon, Structural(line[..end]), HasBlank: true, IsClear: false, IsHiding: false);
        }

        var isHiding = colon < 0 ? Hides(line, isWhole: false) || StartsStructural(line) : HidesWhole(line[..colon]);
        // RFC 5322 3.6.8: printable, no blanks. Others are no fields for those who are strict, and fields of no meaning for the rest.
        var isField = colon > 0 && !line[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~');
        return new FieldName(isField ? colon : -1, StructuralField.None, HasBlank: false, IsClear: isField, isHiding);
    }

    private static StructuralField Structural(ReadOnlySpan<byte> name) => name.Length switch
    {
        12 when Ascii.EqualsIgnoreCase(name, "Content-Type"u8) => StructuralField.ContentType,
        25 when Ascii.EqualsIgnoreCase(name, "Content-Transfer-Encoding"u8) => StructuralField.TransferEncoding,
        19 when Ascii.EqualsIgnoreCase(name, "Content-Disposition"u8) => StructuralField.Disposition,
        _ => StructuralField.None,
    };

    /// <summary>The name in encoded words, or with comments that do not end.</summary>
    private static bool HidesWhole(ReadOnlySpan<byte> name)
    {
        if (Hides(name, isWhole: true) || Hides(name, isWhole: true, withComments: true)) return true;
        if (name.Length > LongestEncoded || name.IndexOf("=?"u8) < 0) return false;

        Span<byte> decoded = stackalloc byte[LongestEncoded];
        name.CopyTo(decoded);
        return Hides(decoded[..EncodedText.DecodeWords(decoded[..name.Length])], isWhole: true);
    }

    /// <summary>"Content-Transfer-Encoding base64": the colon is missing.</summary>
    private static bool StartsStructural(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAnyExcept(Usual);
        return end > 0 && Structural(line[..end]) != StructuralField.None;
    }

    /// <summary>Whether letters and hyphens alone, without comments, make a structural name; for a line without colon also the beginning of one, to be unfolded.</summary>
    private static bool Hides(ReadOnlySpan<byte> name, bool isWhole, bool withComments = false)
    {
        Span<byte> kept = stackalloc byte[LongestStructural];
        var length = 0;
        var depth = 0;
        foreach (var octet in name)
        {
            if (octet == '(') depth++;
            else if (octet == ')') depth--;
            if ((depth > 0 && !withComments) || !(char.IsAsciiLetter((char)octet) || octet == '-')) continue;
            if (length == kept.Length) return false;
            kept[length++] = octet;
        }
        kept = kept[..length];
        return isWhole ? Structural(kept) != StructuralField.None : length >= "Content"u8.Length && BeginsStructural(kept);
    }

    private static bool BeginsStructural(ReadOnlySpan<byte> start) =>
        Begins("Content-Type"u8, start) || Begins("Content-Transfer-Encoding"u8, start) || Begins("Content-Disposition"u8, start);

    private static bool Begins(ReadOnlySpan<byte> name, ReadOnlySpan<byte> start) =>
        start.Length <= name.Length && Ascii.EqualsIgnoreCase(name[..start.Length], start);
}
