using System.Text;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Makes keys of what people write, by the same grammar that judges MAIL and RCPT.</summary>
internal sealed class AddressReader
{
    private readonly OctetArena _arena = new();

    /// <summary>Canonical key of a mailbox with a domain; valid until the next call.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> key)
    {
        _arena.Reset();
        key = default;
        if (!PathParser.TryParseMailbox(text, _arena, out var mailbox) || mailbox.Domain.IsEmpty) return false;
        key = mailbox.Key.Span;
        return key.Length <= KeyTable.MaxKeyOctets;
    }

    /// <summary>Canonical form of a domain; valid until the next call.</summary>
    public bool TryReadDomain(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> domain)
    {
        domain = default;
        if (text.Contains((byte)'@') || text.Contains((byte)'[')) return false;
        if (!TryRead(Encoding.UTF8.GetBytes($"x@{Encoding.UTF8.GetString(text)}"), out var key)) return false;
        domain = key[2..];
        return true;
    }
}
