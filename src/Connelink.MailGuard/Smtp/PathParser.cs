namespace Connelink.MailGuard.Smtp;

/// <summary>Reads the paths of MAIL and RCPT (RFC 5321 4.1.2).</summary>
public static class PathParser
{
    /// <summary>Reads "&lt;...&gt;"; rest is what follows it without leading blanks (the ESMTP parameters). False: malformed.</summary>
    public static bool TryParseReversePath(ReadOnlySpan<byte> argument, OctetArena arena, out ReversePath path, out ReadOnlySpan<byte> rest) =>
        throw new NotImplementedException();

    public static bool TryParseForwardPath(ReadOnlySpan<byte> argument, OctetArena arena, out ForwardPath path, out ReadOnlySpan<byte> rest) =>
        throw new NotImplementedException();

    /// <summary>A mailbox without angle brackets, as the directory and the tests write it.</summary>
    public static bool TryParseMailbox(ReadOnlySpan<byte> text, OctetArena arena, out Mailbox mailbox) => throw new NotImplementedException();
}
