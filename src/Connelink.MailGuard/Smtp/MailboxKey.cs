using System.Text;
using System.Text.Unicode;

namespace Connelink.MailGuard.Smtp;

/// <summary>Writes the canonical form of a mailbox: see <see cref="Mailbox"/>.</summary>
internal static class MailboxKey
{
    /// <summary>False: octets that are no text (invalid UTF-8, controls, white space), or a domain that has no A-labels.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> local, ReadOnlySpan<byte> domain, OctetArena arena, out ReadOnlyMemory<byte> key, out int localOctets)
    {
        key = default;
        localOctets = 0;
        if (!Ascii.IsValid(domain))
        {
            if (!UnicodeText.TryFoldDomain(domain, out var labels)) return false;
            return TryWrite(local, labels, arena, out key, out localOctets);
        }
        if (!Ascii.IsValid(local))
        {
            Span<byte> unquoted = stackalloc byte[MailboxGrammar.MaxLocalPartOctets];
            if (!UnicodeText.TryFoldLocalPart(unquoted[..Unquote(local, unquoted)], out var folded)) return false;
            key = Write(folded, domain, arena, out localOctets);
            return true;
        }
        key = Write(local, domain, arena, out localOctets);
        return true;
    }

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> local, ReadOnlySpan<byte> domain, OctetArena arena, out int localOctets)
    {
        var target = arena.Reserve(local.Length + 1 + domain.Length);
        localOctets = Unquote(local, target);
        ToLower(target[..localOctets]);
        if (domain.IsEmpty) return arena.Commit(localOctets);

        target[localOctets] = (byte)'@';
        var name = domain[^1] == '.' ? domain[..^1] : domain;
        name.CopyTo(target[(localOctets + 1)..]);
        ToLower(target.Slice(localOctets + 1, name.Length));
        return arena.Commit(localOctets + 1 + name.Length);
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

    private static void ToLower(Span<byte> octets) => Ascii.ToLowerInPlace(octets, out _);
}
