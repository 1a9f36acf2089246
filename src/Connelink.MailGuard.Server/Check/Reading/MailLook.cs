using System.Text;

namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>What a file is by its first octets.</summary>
internal enum FileLook
{
    /// <summary>A header section with a field that mail has.</summary>
    Message,

    /// <summary>Starts with the "From " line of an mbox file.</summary>
    Mbox,

    /// <summary>Text: a message without a header section, or no message.</summary>
    Text,
    Binary,
}

/// <summary>Tells mail from other files.</summary>
internal static class MailLook
{
    private static readonly string[] FieldsOfMail =
    [
        "Received", "From", "To", "Date", "Subject", "Message-ID", "MIME-Version", "Content-Type",
        "Return-Path", "Delivered-To", "Reply-To", "Sender", "Cc",
    ];

    /// <summary>What some editors put before a text.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>What may stand before the first "From " line of an mbox file: a byte order mark, and empty lines that another program left.</summary>
    public static ReadOnlySpan<byte> BeforeMbox(ReadOnlySpan<byte> head)
    {
        var rest = head.StartsWith(ByteOrderMark) ? head[ByteOrderMark.Length..] : head;
        return head[..^rest.TrimStart("\r\n"u8).Length];
    }

    public static FileLook Of(ReadOnlySpan<byte> head)
    {
        if (FromLine.Is(FirstLine(head[BeforeMbox(head).Length..]))) return FileLook.Mbox;
        if (HasFieldOfMail(head)) return FileLook.Message;
        return head.Contains((byte)0) ? FileLook.Binary : FileLook.Text;
    }

    private static bool HasFieldOfMail(ReadOnlySpan<byte> head)
    {
        for (var isFirst = true; !head.IsEmpty; isFirst = false)
        {
            var line = FirstLine(head);
            head = head[line.Length..];
            var isContinued = line[0] is (byte)' ' or (byte)'\t';
            if (isContinued && !isFirst) continue;
            if (line.Trim("\r\n"u8).IsEmpty || !TryGetName(line, out var name)) return false;
            foreach (var field in FieldsOfMail)
            {
                if (Ascii.EqualsIgnoreCase(name, field)) return true;
            }
        }
        return false;
    }

    private static bool TryGetName(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name)
    {
        var colon = line.IndexOf((byte)':');
        name = colon > 0 ? line[..colon].TrimEnd(" \t"u8) : default;
        return !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..(end + 1)];
    }
}
