using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Connelink.MailGuard.Policy;

/// <summary>What our Received fields carry so that this gateway knows them again: its name, a comment, and a mark of the recipients.</summary>
public static class OwnTrace
{
    /// <summary>Hex digits of the mark.</summary>
    public const int MarkDigits = 16;

    /// <summary>Stands between transaction id and mark; a hyphen keeps the id an atom (RFC 5321 4.4).</summary>
    public const byte MarkSeparator = (byte)'-';

    // An open hash would let each recipient try out who else got the message as Bcc. The key lives as long as the process:
    // after a restart, or between several gateways, a loop is only seen some rounds later. Wrapped in 64 secret octets XxHash3 is no MAC,
    // but what it guards is a guess at a Bcc; HMAC-SHA256 cost 4 % of a message.
    private static readonly byte[] MarkKey = RandomNumberGenerator.GetBytes(64);

    /// <summary>Follows the host name in the by clause.</summary>
    public static ReadOnlySpan<byte> Comment => "(Connelink.MailGuard)"u8;

    /// <summary>The mark of direction and accepted recipients, in whatever order they came.</summary>
    public static ulong Mark(MailContext mail)
    {
        var sum = 0UL;
        for (var i = 0; i < mail.Recipients.Count; i++)
        {
            sum += XxHash3.HashToUInt64(mail.Recipients[i].Mailbox.Key.Span, (long)mail.Direction);
        }

        Span<byte> keyed = stackalloc byte[MarkKey.Length + sizeof(ulong)];
        MarkKey.CopyTo(keyed);
        BinaryPrimitives.WriteUInt64LittleEndian(keyed[(MarkKey.Length / 2)..], sum);
        MarkKey.AsSpan(MarkKey.Length / 2).CopyTo(keyed[((MarkKey.Length / 2) + sizeof(ulong))..]);
        return XxHash3.HashToUInt64(keyed);
    }

    /// <summary>Reads the mark of a Received field with one of our names and our comment, however others folded it on the way.</summary>
    public static bool TryReadMark(ReadOnlySpan<byte> received, ReadOnlySpan<byte[]> hostNames, out ulong mark)
    {
        mark = 0;

        // One vectorised search decides nearly every field; only our own are taken apart.
        if (received.IndexOf(Comment) < 0) return false;

        ReadOnlySpan<byte> before = default, last = default;
        var ours = false;
        foreach (var range in received.SplitAny(" \t\r\n"u8))
        {
            var word = received[range];
            if (word.IsEmpty) continue;
            if (word.SequenceEqual(Comment)) ours |= Ascii.EqualsIgnoreCase(before, "by"u8) && IsOneOf(last, hostNames);
            else if (ours && Ascii.EqualsIgnoreCase(last, "id"u8)) return EndsWithMark(word.TrimEnd((byte)';'), out mark);
            before = last;
            last = word;
        }
        return false;
    }

    private static bool EndsWithMark(ReadOnlySpan<byte> id, out ulong mark)
    {
        mark = 0;
        return id.Length > MarkDigits
            && id[^(MarkDigits + 1)] == MarkSeparator
            && ulong.TryParse(id[^MarkDigits..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mark);
    }

    private static bool IsOneOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte[]> hostNames)
    {
        foreach (var host in hostNames)
        {
            if (Ascii.EqualsIgnoreCase(name, host)) return true;
        }
        return false;
    }
}
