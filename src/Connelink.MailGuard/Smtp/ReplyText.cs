namespace Connelink.MailGuard.Smtp;

/// <summary>Makes octets fit for a reply or a log: printable ASCII, one line, bounded.</summary>
public static class ReplyText
{
    /// <summary>The line of a reply with CRLF, at most 512 octets; text that is not printable ASCII is escaped as \xHH, a longer text is cut.</summary>
    public static byte[] Encode(Reply reply) => throw new NotImplementedException();

    /// <summary>Octets for people: printable ASCII as it is, the rest as \xHH; cut at max with "..." at the end.</summary>
    public static string Printable(ReadOnlySpan<byte> octets, int max = 256) => throw new NotImplementedException();
}
