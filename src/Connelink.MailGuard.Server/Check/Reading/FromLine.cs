using System.Text;

namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>The lines that part the messages of an mbox file (RFC 4155), and the quoting of lines that look alike.</summary>
internal static class FromLine
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>"From ada@example.org Mon Jan  5 10:00:00 2026", "From -", "From 1234@xxx": a date with its time, or a single word.</summary>
    /// <remarks>"From Russia with love" and "From 10:00 to 12:00" are text: some programs do not quote it.</remarks>
    public static bool Is(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8)) return false;
        var rest = line[5..].Trim(" \t\r\n"u8);
        if (!rest.ContainsAny(" \t"u8)) return rest.SequenceEqual("-"u8) || rest.Contains((byte)'@');
        return HasTime(rest) && HasMonth(rest);
    }

    /// <summary>Octets of quoting to take away: mboxrd puts one "&gt;" before "From " and before what is quoted already.</summary>
    public static int Quoting(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] != '>') return 0;
        return line.TrimStart((byte)'>').StartsWith("From "u8) ? 1 : 0;
    }

    /// <summary>"10:00", between other words.</summary>
    private static bool HasTime(ReadOnlySpan<byte> text)
    {
        for (var colon = text.IndexOf((byte)':'); colon >= 0;)
        {
            if (colon >= 2 && colon + 2 < text.Length && IsDigits(text.Slice(colon - 2, 2)) && IsDigits(text.Slice(colon + 1, 2))) return true;
            var next = text[(colon + 1)..].IndexOf((byte)':');
            colon = next < 0 ? -1 : colon + 1 + next;
        }
        return false;
    }

    /// <summary>"Jan", or a month as a number: "2026-01-05".</summary>
    private static bool HasMonth(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.SplitAny(" \t,-/"u8))
        {
            var word = text[range];
            if (word.Length == 4 && IsDigits(word) && range.End.GetOffset(text.Length) < text.Length && text[range.End] is (byte)'-' or (byte)'/') return true;
            foreach (var month in Months)
            {
                if (Ascii.EqualsIgnoreCase(word, month)) return true;
            }
        }
        return false;
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
