using System.Buffers;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Several values in one cell: between them stands a semicolon, a comma or a line break, but not within a quoted local-part.</summary>
internal ref struct ListText(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Separators = SearchValues.Create(";,\r\n"u8);

    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next value that is not empty; blanks around it are no part of it.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = EndOfItem(_rest);
            Current = Trim(_rest[..end]);
            _rest = _rest[Math.Min(end + 1, _rest.Length)..];
            if (!Current.IsEmpty) return true;
        }
        return false;
    }

    public readonly ListText GetEnumerator() => this;

    /// <summary>Whether it comes back whole when it is written as an item of a list.</summary>
    public static bool IsOneItem(ReadOnlySpan<byte> text) => EndOfItem(text) == text.Length && Trim(text).Length == text.Length;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    private static int EndOfItem(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'"'))
        {
            var separator = text.IndexOfAny(Separators);
            return separator < 0 ? text.Length : separator;
        }
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == (byte)'\\') i++;
            else if (text[i] == (byte)'"') quoted = !quoted;
            else if (!quoted && Separators.Contains(text[i])) return i;
        }
        return text.Length;
    }
}
