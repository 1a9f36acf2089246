using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Policy;

/// <summary>One field that rules look at, by its octets in the header section.</summary>
/// <param name="IsOdd">Its name is written so that programs disagree whether it is this field ("From :", a folded name, NUL in it).</param>
/// <param name="End">Behind its CRLF.</param>
public readonly record struct IndexedField(KnownField Field, bool IsOdd, int Start, int BodyStart, int BodyEnd, int End);

/// <summary>The fields of one header section that rules and editors look at, found in one pass for all of them.</summary>
/// <remarks>Reused for message after message; points into the header section, so it is valid only while that is judged. Not thread-safe.</remarks>
public sealed class HeaderIndex
{
    /// <summary>What a header section of ordinary length needs; the memory for a longer one is given back.</summary>
    private const int UsualFields = 256;

    private IndexedField[] _fields = new IndexedField[32];
    private int _count;
    private ulong _present;

    public HeaderSection Section { get; private set; }

    /// <summary>The known fields from top to bottom.</summary>
    public ReadOnlySpan<IndexedField> Fields => _fields.AsSpan(0, _count);

    /// <summary>Who wrote it, and whether all programs see that alike. Read outbound and in submission only.</summary>
    public OriginatorField From { get; } = new();

    /// <summary>For the other originator fields, one after the other.</summary>
    public OriginatorField Other { get; } = new();

    public void Read(HeaderSection section, MailContext mail)
    {
        if (_fields.Length > UsualFields) _fields = new IndexedField[UsualFields];
        Section = section;
        _count = 0;
        _present = 0;
        var fields = section.GetEnumerator();
        var octets = section.Octets.Span;
        while (fields.MoveNext()) Add(octets, fields.Current, fields.Start, fields.End);
        if (mail is { Direction: not Direction.Inbound, Directory: { } directory }) From.Read(this, KnownField.From, directory);
    }

    /// <summary>Lets go of the message.</summary>
    public void Clear() => Section = default;

    public bool Has(KnownField field) => (_present & (1UL << (int)field)) != 0;

    /// <param name="fields">One bit a kind.</param>
    public bool HasAny(ulong fields) => (_present & fields) != 0;

    public bool TryGetFirst(KnownField kind, out IndexedField found)
    {
        found = default;
        if (!Has(kind)) return false;
        foreach (ref readonly var field in Fields)
        {
            if (field.Field != kind) continue;
            found = field;
            return true;
        }
        return false;
    }

    /// <summary>Whether there is another one below.</summary>
    public bool HasAfter(KnownField kind, in IndexedField first)
    {
        foreach (ref readonly var field in Fields)
        {
            if (field.Field == kind && field.Start > first.Start) return true;
        }
        return false;
    }

    /// <summary>With its folding, without the final CRLF.</summary>
    public ReadOnlySpan<byte> BodyOf(scoped in IndexedField field) => Section.Octets.Span[field.BodyStart..field.BodyEnd];

    /// <summary>The body of the first such field without white space around it; empty where there is none.</summary>
    public ReadOnlySpan<byte> TextOf(KnownField kind) => TryGetFirst(kind, out var field) ? BodyOf(field).Trim(" \t\r\n"u8) : default;

    private void Add(ReadOnlySpan<byte> octets, HeaderField field, int start, int end)
    {
        // A line without a colon is no field, but "From" alone, with ": address" on the next line, is one for somebody.
        var kind = FieldNames.Find(field.Name.IsEmpty ? field.Body : field.Name, out var isOdd);
        if (kind == KnownField.Other) return;

        var bodyEnd = octets[start..end].EndsWith("\r\n"u8) ? end - 2 : end;
        var body = bodyEnd - field.Body.Length;
        isOdd |= start + field.Name.Length + 1 != body;
        if (_count == _fields.Length) Array.Resize(ref _fields, 2 * _count);
        _fields[_count++] = new IndexedField(kind, isOdd, start, body, bodyEnd, end);
        _present |= 1UL << (int)kind;
    }
}
