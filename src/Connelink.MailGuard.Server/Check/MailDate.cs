using System.Buffers.Text;
using System.Text;

namespace Connelink.MailGuard.Server.Check;

/// <summary>The day in a Date field, as its sender wrote it (RFC 5322 3.3, 4.3).</summary>
internal static class MailDate
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Mail was first sent over a network in 1971; a date before that, or one far ahead, says nothing.</summary>
    private static readonly DateOnly First = new(1971, 1, 1);

    /// <summary>"Mon, 5 Jan 2026 10:00:00 +0100", with or without the name of the day. Null: no date that could be true.</summary>
    public static DateOnly? Read(ReadOnlySpan<byte> body)
    {
        var text = body[Math.Max(body.IndexOfAnyInRange((byte)'0', (byte)'9'), 0)..];
        if (!TryReadNumber(ref text, out var day) || !TryReadMonth(ref text, out var month) || !TryReadNumber(ref text, out var year)) return null;

        // RFC 5322 4.3: years of two and of three digits.
        if (year < 50) year += 2000;
        else if (year < 1000) year += 1900;
        if (year is < 1971 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var date = new DateOnly(year, month, day);
        return date >= First && date <= DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2) ? date : null;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        text = text.TrimStart(" \t\r\n-"u8);
        var isNumber = Utf8Parser.TryParse(text, out number, out var octets) && number >= 0;
        text = text[octets..];
        return isNumber;
    }

    private static bool TryReadMonth(ref ReadOnlySpan<byte> text, out int month)
    {
        text = text.TrimStart(" \t\r\n-"u8);
        month = 0;
        if (text.Length < 3) return false;
        for (var i = 0; i < Months.Length && month == 0; i++)
        {
            if (Ascii.EqualsIgnoreCase(text[..3], Months[i])) month = i + 1;
        }
        text = text[3..];
        return month > 0;
    }
}
