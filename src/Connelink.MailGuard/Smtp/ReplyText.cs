using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Connelink.MailGuard.Smtp;

/// <summary>Makes octets fit for a reply or a log: printable ASCII, one line, bounded.</summary>
public static class ReplyText
{
    private const string Cut = "...";

    private static readonly SearchValues<byte> PrintableSet = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(octet => (byte)octet)]);

    /// <summary>The line of a reply with CRLF, at most 512 octets: what is not printable ASCII is escaped as \xHH, a longer text cut.</summary>
    public static byte[] Encode(Reply reply)
    {
        Span<byte> line = stackalloc byte[Reply.MaxOctets];
        var written = WriteCodes(reply, line);
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in reply.Text.EnumerateRunes())
        {
            // A character goes in whole or not at all, so no escape is cut.
            var count = rune.EncodeToUtf8(octets);
            if (!TryEscape(octets[..count], line[written..^2], out var added)) break;
            written += added;
        }
        "\r\n"u8.CopyTo(line[written..]);
        return line[..(written + 2)].ToArray();
    }

    private static int WriteCodes(Reply reply, Span<byte> line)
    {
        int written;
        if (reply.Status is { } status)
        {
            Utf8.TryWrite(line, $"{reply.Code} {reply.Code / 100}.{status.Subject}.{status.Detail} ", out written);
        }
        else
        {
            Utf8.TryWrite(line, $"{reply.Code} ", out written);
        }
        return written;
    }

    /// <summary>Octets for people: printable ASCII as it is, the rest as \xHH; cut at max with "..." at the end.</summary>
    public static string Printable(ReadOnlySpan<byte> octets, int max = 256)
    {
        if (octets.Length <= max && !octets.ContainsAnyExcept(PrintableSet)) return Encoding.ASCII.GetString(octets);

        var text = new byte[max];
        var written = 0;
        var beforeCut = 0;
        foreach (var octet in octets)
        {
            if (!TryEscape([octet], text.AsSpan(written), out var added))
            {
                return Encoding.ASCII.GetString(text, 0, beforeCut) + Cut[..Math.Min(max, Cut.Length)];
            }
            written += added;
            if (written <= max - Cut.Length) beforeCut = written;
        }
        return Encoding.ASCII.GetString(text, 0, written);
    }

    private static bool TryEscape(ReadOnlySpan<byte> octets, Span<byte> target, out int written)
    {
        written = 0;
        if (octets.Length == 1 && PrintableSet.Contains(octets[0]))
        {
            if (target.IsEmpty) return false;
            target[0] = octets[0];
            written = 1;
            return true;
        }
        if (target.Length < 4 * octets.Length) return false;
        foreach (var octet in octets)
        {
            written += Utf8.TryWrite(target[written..], $"\\x{octet:X2}", out var added) ? added : 0;
        }
        return true;
    }
}
