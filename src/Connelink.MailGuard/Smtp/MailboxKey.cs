using System.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>Writes the canonical form of a mailbox: see <see cref="Mailbox"/>.</summary>
internal static class MailboxKey
{
    /// <summary>False: octets that are no text (invalid UTF-8, controls, white space), or a domain that has no A-labels.</summary>
    public static bool TryWrite(
        ReadOnlySpan<byte> local, ReadOnlySpan<byte> domain, OctetArena arena, out ReadOnlyMemory<byte> key, out int localOctets)
    {
        key = default;
        localOctets = 0;
        if (!Ascii.IsValid(domain) && !UnicodeText.TryFoldDomain(domain, out domain)) return false;

        Span<byte> unquoted = stackalloc byte[MailboxGrammar.MaxLocalPartOctets];
        ReadOnlySpan<byte> plain = unquoted[..Unquote(local, unquoted)];
        if (!Ascii.IsValid(plain) && !UnicodeText.TryFoldLocalPart(plain, out plain)) return false;

        // A final dot is the root, which every domain is under.
        key = Write(plain, domain.EndsWith((byte)'.') ? domain[..^1] : domain, arena);
        localOctets = plain.Length;
        return true;
    }

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> local, ReadOnlySpan<byte> domain, OctetArena arena)
    {
        var octets = local.Length + 1 + domain.Length;
        var target = arena.Reserve(octets)[..octets];
        local.CopyTo(target);
        target[local.Length] = (byte)'@';
        domain.CopyTo(target[(local.Length + 1)..]);
        // Each on its own: the framework stops at the first octet beyond ASCII, which only a local-part that is folded already has.
        Ascii.ToLowerInPlace(target[..local.Length], out _);
        Ascii.ToLowerInPlace(target[(local.Length + 1)..], out _);
        return arena.Commit(octets);
    }

    /// <summary>RFC 5321 4.1.2: the quotes and the backslashes of quoted-pairs do not belong to the local-part.</summary>
    private static int Unquote(ReadOnlySpan<byte> local, Span<byte> target)
    {
        if (local[0] != '"')
        {
            local.CopyTo(target);
            return local.Length;
        }
        var written = 0;
        for (var at = 1; at < local.Length - 1; at++)
        {
            if (local[at] == '\\') at++;
            target[written++] = local[at];
        }
        return written;
    }
}
