using System.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>Reads the paths of MAIL and RCPT (RFC 5321 4.1.2).</summary>
/// <remarks>
/// Taken though RFC 5321 does not: dots anywhere in a local-part, up to 256 octets of it, underscores and a final dot in a domain. A
/// source route is dropped (RFC 5321 3.3, appendix C). Octets of UTF-8 are taken: see <see cref="Mailbox.IsInternationalized"/>.
/// </remarks>
public static class PathParser
{
    /// <summary>RFC 5321 4.5.3.1.3 says 256; a source route and a long local-part need more, and a command line has no more.</summary>
    public const int MaxPathOctets = 1000;

    /// <summary>Reads "&lt;...&gt;"; rest is what follows it without leading blanks (the ESMTP parameters). False: malformed.</summary>
    public static bool TryParseReversePath(ReadOnlySpan<byte> argument, OctetArena arena, out ReversePath path, out ReadOnlySpan<byte> rest)
    {
        if (argument.StartsWith("<>"u8))
        {
            path = ReversePath.Null;
            return TryEnd(argument[1..], out rest);
        }
        var parsed = TryParsePath(argument, arena, out var mailbox, out rest);
        path = new ReversePath(mailbox, IsNull: false);
        return parsed;
    }

    public static bool TryParseForwardPath(ReadOnlySpan<byte> argument, OctetArena arena, out ForwardPath path, out ReadOnlySpan<byte> rest)
    {
        if (IsBarePostmaster(argument))
        {
            path = Postmaster(argument.Slice(1, 10), arena);
            return TryEnd(argument[11..], out rest);
        }
        var parsed = TryParsePath(argument, arena, out var mailbox, out rest);
        path = new ForwardPath(mailbox, parsed && mailbox.LocalPart.SequenceEqual("postmaster"u8));
        return parsed;
    }

    /// <summary>A mailbox without angle brackets, as the directory and the tests write it.</summary>
    public static bool TryParseMailbox(ReadOnlySpan<byte> text, OctetArena arena, out Mailbox mailbox)
    {
        mailbox = default;
        return Measure(text, out var local) == text.Length && TryBuild(text, local, arena, out mailbox);
    }

    private static bool TryParsePath(ReadOnlySpan<byte> argument, OctetArena arena, out Mailbox mailbox, out ReadOnlySpan<byte> rest)
    {
        mailbox = default;
        rest = default;
        if (!argument.StartsWith((byte)'<')) return false;
        if (!TrySkipSourceRoute(argument[1..], out var inner)) return false;

        var octets = Measure(inner, out var local);
        if (octets == 0 || argument.Length - inner.Length + octets >= MaxPathOctets) return false;
        return TryEnd(inner[octets..], out rest) && TryBuild(inner[..octets], local, arena, out mailbox);
    }

    /// <summary>"&gt;", then nothing or a blank.</summary>
    private static bool TryEnd(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (!text.StartsWith((byte)'>')) return false;
        if (text.Length > 1 && text[1] is not ((byte)' ' or (byte)'\t')) return false;
        rest = text[1..].TrimStart(" \t"u8);
        return true;
    }

    /// <summary>"@a,@b:" before the mailbox: must be well-formed, then it is ignored.</summary>
    private static bool TrySkipSourceRoute(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> mailbox)
    {
        mailbox = text;
        if (!text.StartsWith((byte)'@')) return true;
        while (mailbox.StartsWith((byte)'@'))
        {
            var octets = MailboxGrammar.DomainOrLiteral(mailbox[1..]);
            if (octets == 0 || mailbox.Length <= octets + 1) return false;
            var separator = mailbox[octets + 1];
            mailbox = mailbox[(octets + 2)..];
            if (separator == ':') return true;
            if (separator != ',') return false;
        }
        return false;
    }

    /// <summary>Octets of local-part "@" domain at the start of the text; 0: none.</summary>
    private static int Measure(ReadOnlySpan<byte> text, out int local)
    {
        local = MailboxGrammar.LocalPart(text);
        if (local == 0 || local >= text.Length || text[local] != '@') return 0;
        var domain = MailboxGrammar.DomainOrLiteral(text[(local + 1)..]);
        return domain == 0 ? 0 : local + 1 + domain;
    }

    private static bool TryBuild(ReadOnlySpan<byte> text, int local, OctetArena arena, out Mailbox mailbox)
    {
        mailbox = default;
        if (!MailboxKey.TryWrite(text[..local], text[(local + 1)..], arena, out var key, out var localOctets)) return false;
        mailbox = new Mailbox(arena.Append(text), key, localOctets);
        return true;
    }

    /// <summary>RFC 5321 4.1.1.3: "&lt;Postmaster&gt;" in any case, the only path without a domain.</summary>
    private static bool IsBarePostmaster(ReadOnlySpan<byte> argument) =>
        argument.Length >= 12 && argument[11] == '>' && Ascii.EqualsIgnoreCase(argument[..11], "<Postmaster"u8);

    private static ForwardPath Postmaster(ReadOnlySpan<byte> word, OctetArena arena)
    {
        var key = arena.Append("postmaster"u8);
        return new ForwardPath(new Mailbox(arena.Append(word), key, key.Length), IsPostmaster: true);
    }
}
