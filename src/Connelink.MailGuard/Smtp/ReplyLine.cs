using System.Buffers.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>One line of a reply (RFC 5321 4.2.1): code, blank or hyphen, perhaps an enhanced status code (RFC 2034), text.</summary>
internal static class ReplyLine
{
    /// <summary>The line without CRLF or LF; false when there is no line end yet.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        line = default;
        var end = rest.IndexOf((byte)'\n');
        if (end < 0) return false;
        line = rest[..end];
        if (line.EndsWith((byte)'\r')) line = line[..^1];
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Three digits, 200 to 599, then nothing, a blank or a hyphen.</summary>
    public static bool TryReadCode(ReadOnlySpan<byte> line, out int code)
    {
        code = 0;
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !IsDigit(line[1]) || !IsDigit(line[2])) return false;
        if (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')) return false;
        code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        return true;
    }

    /// <summary>No hyphen: no line follows. RFC 5321 4.2 wants three digits alone to be understood.</summary>
    public static bool IsLast(ReadOnlySpan<byte> line) => line.Length == 3 || line[3] == ' ';

    /// <summary>The text behind code and separator, without blanks at its ends.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line) => line.Length > 4 ? line[4..].Trim(" \t"u8) : default;

    /// <summary>Whether a line without its end may yet become a good one: garbage is found at once, not after a timeout.</summary>
    /// <param name="code">Of the lines before it; 0 for the first.</param>
    public static bool CanBegin(ReadOnlySpan<byte> start, int code)
    {
        if (start.IsEmpty) return true;
        if (start[0] is < (byte)'2' or > (byte)'5') return false;
        if (start[1..Math.Min(start.Length, 3)].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        if (start.Length < 3) return true;
        if (!TryReadCode(start[..3], out var begun) || (code != 0 && begun != code)) return false;
        return start.Length == 3 || start[3] is (byte)' ' or (byte)'-' || (start[3] == '\r' && start.Length == 4);
    }

    /// <summary>RFC 2034 4: "class.subject.detail", its class that of the code, and a blank before the text; anything else is text.</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> text, int code, out EnhancedStatus status, out ReadOnlySpan<byte> rest)
    {
        status = default;
        rest = text;
        if (text.Length < 5 || text[0] != code / 100 + '0' || text[0] == '3' || text[1] != '.') return false;

        var numbers = text[2..];
        if (!TryTakeNumber(ref numbers, out var subject) || !numbers.StartsWith((byte)'.')) return false;
        numbers = numbers[1..];
        if (!TryTakeNumber(ref numbers, out var detail) || !(numbers.IsEmpty || numbers[0] == ' ')) return false;
        status = new EnhancedStatus(subject, detail);
        rest = numbers.TrimStart((byte)' ');
        return true;
    }

    /// <summary>RFC 3463 2: one to three digits.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (text.IsEmpty || !IsDigit(text[0])) return false;
        if (!Utf8Parser.TryParse(text, out number, out var digits) || digits > 3) return false;
        text = text[digits..];
        return true;
    }

    private static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';
}
