using System.Buffers;

namespace Connelink.MailGuard.Archives;

/// <summary>Tells whether a file starts like a mail message: header fields, one of them of those that only messages have.</summary>
internal static class MailHead
{
    private static readonly SearchValues<byte> NameOctets = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    public static bool IsMail(ReadOnlySpan<byte> head)
    {
        if (head is [0xEF, 0xBB, 0xBF, ..]) head = head[3..];
        if (head.StartsWith("From "u8)) head = head[(head.IndexOf((byte)'\n') + 1)..];

        var fields = 0;
        var telling = false;
        while (!head.IsEmpty && fields < 8)
        {
            var end = head.IndexOf((byte)'\n');
            var line = end < 0 ? head : head[..end];
            head = end < 0 ? [] : head[(end + 1)..];
            if (line is [] or [(byte)'\r']) return telling;
            if (line[0] is (byte)' ' or (byte)'\t' && fields > 0) continue;
            var name = line[..Math.Max(0, line.IndexOfAnyExcept(NameOctets))];
            var behind = line[name.Length..].TrimStart((byte)' ');
            if (name.IsEmpty || behind is not [(byte)':', ..]) break;
            fields++;
            telling |= IsTelling(name);
        }
        return telling && fields > 1;
    }

    private static bool IsTelling(ReadOnlySpan<byte> name) =>
        Is(name, "Received"u8) || Is(name, "Return-Path"u8) || Is(name, "From"u8) || Is(name, "Message-ID"u8) || Is(name, "MIME-Version"u8)
        || Is(name, "Content-Type"u8) || Is(name, "Delivered-To"u8) || Is(name, "DKIM-Signature"u8) || Is(name, "Subject"u8) || Is(name, "ARC-Seal"u8)
        || Is(name, "Resent-From"u8);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> field) => System.Text.Ascii.EqualsIgnoreCase(name, field);
}
