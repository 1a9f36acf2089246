using System.Text;

namespace Connelink.MailGuard.Archives;

/// <summary>Tells texts that hold files by the way they begin: pages, calendars and contacts, RTF.</summary>
internal static class TextHead
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n\f"u8;

    /// <summary>Text: none of them.</summary>
    public static FileKind KindOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xEF, 0xBB, 0xBF, ..]) head = head[3..];
        head = head.TrimStart(Blanks);
        if (head is not [(byte)'<' or (byte)'{' or (byte)'B' or (byte)'b', ..]) return FileKind.Text;
        if (head[0] == '<') return IsPage(head) ? FileKind.Page : FileKind.Text;
        if (head.StartsWith("{\\rt"u8)) return FileKind.Rtf;
        return Starts(head, "BEGIN:VCALENDAR"u8) || Starts(head, "BEGIN:VCARD"u8) ? FileKind.Properties : FileKind.Text;
    }

    private static bool IsPage(ReadOnlySpan<byte> head)
    {
        while (true)
        {
            head = head.TrimStart(Blanks);
            var end = head.StartsWith("<!--"u8) ? End(head, "-->"u8) : head.StartsWith("<?"u8) ? End(head, "?>"u8) : 0;
            if (end == 0) break;
            head = head[end..];
        }
        return Starts(head, "<!DOCTYPE html"u8) || Starts(head, "<!DOCTYPE svg"u8) || Starts(head, "<html"u8) || Starts(head, "<svg"u8) || Starts(head, "<head"u8)
            || Starts(head, "<body"u8) || Starts(head, "<script"u8) || Starts(head, "<meta"u8) || Starts(head, "<title"u8);
    }

    private static int End(ReadOnlySpan<byte> head, ReadOnlySpan<byte> mark)
    {
        var at = head.IndexOf(mark);
        return at < 0 ? head.Length : at + mark.Length;
    }

    private static bool Starts(ReadOnlySpan<byte> head, ReadOnlySpan<byte> word) =>
        head.Length >= word.Length && Ascii.EqualsIgnoreCase(head[..word.Length], word);
}
