using System.Buffers.Text;
using System.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>What a look at the octets from the next hop gave.</summary>
public enum ReplyStatus : byte
{
    /// <summary>More octets are needed.</summary>
    Incomplete,
    Complete,

    /// <summary>No SMTP reply: what is there cannot be trusted, the connection must go.</summary>
    Malformed,
}

/// <summary>Reads a reply of the next hop, one line or many (RFC 5321 4.2). Sloppy line ends (bare LF) are taken, garbage is not.</summary>
public static class ReplyParser
{
    /// <summary>Octets of one reply, all lines together; more is malformed.</summary>
    public const int MaxOctets = 16384;

    /// <summary>What fits into a reply line of ours behind the codes; ours says "..." where it was cut.</summary>
    private const int MaxTextOctets = Reply.MaxOctets - 16;

    /// <param name="octets">What has arrived.</param>
    /// <param name="consumed">Octets of the reply when it is complete.</param>
    /// <param name="code">200..599 when complete.</param>
    public static ReplyStatus TryRead(ReadOnlySpan<byte> octets, out int consumed, out int code)
    {
        consumed = 0;
        code = 0;
        var before = 0;
        var rest = octets;
        while (ReplyLine.TryTake(ref rest, out var line))
        {
            var read = octets.Length - rest.Length;
            if (read > MaxOctets || !ReplyLine.TryReadCode(line, out var found) || (before != 0 && found != before)) return ReplyStatus.Malformed;
            if (ReplyLine.IsLast(line))
            {
                consumed = read;
                code = found;
                return ReplyStatus.Complete;
            }
            before = found;
        }
        return octets.Length <= MaxOctets && ReplyLine.CanBegin(rest, before) ? ReplyStatus.Incomplete : ReplyStatus.Malformed;
    }

    /// <summary>The whole reply as one: texts of its lines joined by a blank, the enhanced status code of the first line taken apart.</summary>
    /// <remarks>Later lines repeat that code (RFC 2034 4) and lose it. What is not printable ASCII is escaped, a long text cut.</remarks>
    /// <param name="octets">A complete reply, as found by <see cref="TryRead"/>.</param>
    public static Reply Parse(ReadOnlySpan<byte> octets)
    {
        var code = 0;
        EnhancedStatus? status = null;
        var joined = new List<byte>(octets.Length);
        while (ReplyLine.TryTake(ref octets, out var line))
        {
            var isFirst = code == 0;
            if (!ReplyLine.TryReadCode(line, out code)) throw new ArgumentException("Not a complete reply.", nameof(octets));
            var text = ReplyLine.Text(line);
            if (ReplyLine.TryReadStatus(text, code, out var found, out var afterStatus) && (isFirst || found == status))
            {
                status = found;
                text = afterStatus;
            }
            if (joined.Count > 0 && !text.IsEmpty) joined.Add((byte)' ');
            joined.AddRange(text);
        }
        return new Reply(code, status, ReplyText.Printable([.. joined], MaxTextOctets));
    }

    /// <summary>The words of an EHLO reply: extensions and the SIZE limit (0: none given).</summary>
    public static SmtpExtensions ReadHello(ReadOnlySpan<byte> octets, out long size)
    {
        size = 0;
        var extensions = SmtpExtensions.None;
        // The first line is the name of the server and its greeting (RFC 5321 4.1.1.1).
        ReplyLine.TryTake(ref octets, out _);
        while (ReplyLine.TryTake(ref octets, out var line))
        {
            var text = ReplyLine.Text(line);
            var blank = text.IndexOfAny((byte)' ', (byte)'\t');
            var extension = Recognise(blank < 0 ? text : text[..blank]);
            extensions |= extension;
            if (extension == SmtpExtensions.Size && blank > 0) size = ReadSize(text[blank..].TrimStart(" \t"u8));
        }
        return extensions;
    }

    /// <summary>A limit too large for a long is as good as the largest long; what is no number is no limit (RFC 1870 4).</summary>
    private static long ReadSize(ReadOnlySpan<byte> digits)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return 0;
        return Utf8Parser.TryParse(digits, out long size, out _) ? size : long.MaxValue;
    }

    private static SmtpExtensions Recognise(ReadOnlySpan<byte> word)
    {
        if (Ascii.EqualsIgnoreCase(word, "PIPELINING"u8)) return SmtpExtensions.Pipelining;
        if (Ascii.EqualsIgnoreCase(word, "SIZE"u8)) return SmtpExtensions.Size;
        if (Ascii.EqualsIgnoreCase(word, "8BITMIME"u8)) return SmtpExtensions.EightBitMime;
        if (Ascii.EqualsIgnoreCase(word, "SMTPUTF8"u8)) return SmtpExtensions.SmtpUtf8;
        if (Ascii.EqualsIgnoreCase(word, "DSN"u8)) return SmtpExtensions.Dsn;
        if (Ascii.EqualsIgnoreCase(word, "ENHANCEDSTATUSCODES"u8)) return SmtpExtensions.EnhancedStatusCodes;
        if (Ascii.EqualsIgnoreCase(word, "STARTTLS"u8)) return SmtpExtensions.StartTls;
        if (Ascii.EqualsIgnoreCase(word, "AUTH"u8)) return SmtpExtensions.Auth;
        return SmtpExtensions.None;
    }
}
