using System.Buffers;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Several values in one cell: between them stands a semicolon, a comma or a line break, but not within a quoted local-part.</summary>
internal ref struct ListText(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Separators = SearchValues.Create(";,\r\n"u8);

    /// <summary>No-break space, narrow no-break space, zero width space, zero width no-break space.</summary>
    private static readonly byte[][] Blanks = [[0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x8B], [0xEF, 0xBB, 0xBF]];

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

    /// <summary>Without the blanks around it, those that do not break or show included: they come along with what is copied out of a page.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            text = text.Trim(" \t\r\n"u8);
            if (text.IsEmpty || (text[0] < 0x80 && text[^1] < 0x80)) return text;
            var length = text.Length;
            foreach (var blank in Blanks)
            {
                if (text.StartsWith(blank)) text = text[blank.Length..];
                if (text.EndsWith(blank)) text = text[..^blank.Length];
            }
            if (text.Length == length) return text;
        }
    }

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
