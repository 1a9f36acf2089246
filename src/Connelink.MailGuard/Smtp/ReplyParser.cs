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

    /// <param name="octets">What has arrived.</param>
    /// <param name="consumed">Octets of the reply when it is complete.</param>
    /// <param name="code">200..599 when complete.</param>
    public static ReplyStatus TryRead(ReadOnlySpan<byte> octets, out int consumed, out int code) => throw new NotImplementedException();

    /// <summary>The whole reply as one: texts of its lines joined by a blank, the enhanced status code of the first line taken apart.</summary>
    /// <param name="octets">A complete reply, as found by <see cref="TryRead"/>.</param>
    public static Reply Parse(ReadOnlySpan<byte> octets) => throw new NotImplementedException();

    /// <summary>The words of an EHLO reply: extensions and the SIZE limit (0: none given).</summary>
    public static SmtpExtensions ReadHello(ReadOnlySpan<byte> octets, out long size) => throw new NotImplementedException();
}
