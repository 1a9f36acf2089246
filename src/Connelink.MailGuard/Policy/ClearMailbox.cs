using System.Buffers;
using System.Text;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Policy;

/// <summary>Whether all programs read the same mailbox in an item of an originator field.</summary>
/// <remarks>
/// What is sloppy but means one thing is clear: unquoted dots and commas, octets beyond ASCII, comments, the address itself as phrase. Of
/// "boss@bank.example &lt;ada@client.example&gt;" some programs take the first address (USENIX Security 2020, "Composition Kills"; CERT VU#517845).
/// </remarks>
internal static class ClearMailbox
{
    private const MailboxOddities Harmless = MailboxOddities.UnquotedComma | MailboxOddities.AddressOutside | MailboxOddities.AddressInComment;

    private static readonly SearchValues<byte> AddressOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+@%!"u8);

    public static bool Is(ReadOnlySpan<byte> body, in MailboxItem item)
    {
        if (item.Kind != MailboxItemKind.Mailbox || item.Has(~Harmless)) return false;
        if (item.Whole == item.Bare) return true;

        var address = item.Address.Of(body);
        var before = body[item.Whole.Start..item.Bare.Start];
        var after = body[item.Bare.End..item.Whole.End];
        if (item.Oddities != MailboxOddities.None && !(Echoes(before, address) && Echoes(after, address))) return false;
        if (body[item.Whole.Start..item.Whole.End].IndexOf("=?"u8) < 0) return true;
        return EncodedWordsEcho(before, address) && EncodedWordsEcho(after, address);
    }

    /// <summary>
    /// RFC 5322 3.2.2 and RFC 2047 5 leave no doubt which address it is, whatever a comment or an encoded-word beside it says: who sees another one has read
    /// those. An address unquoted in front of another is no phrase.
    /// </summary>
    public static bool IsWithoutPhrase(in MailboxItem item) => item.Kind == MailboxItemKind.Mailbox && !item.Has(~MailboxOddities.AddressInComment);

    /// <summary>Some programs decode first and then look for addresses.</summary>
    private static bool EncodedWordsEcho(ReadOnlySpan<byte> text, ReadOnlySpan<byte> address)
    {
        Span<byte> decoded = stackalloc byte[1024];
        while (EncodedWord.TryReadNext(ref text, decoded, out var octets))
        {
            // RFC 2047 2 allows 75 octets; one that fills this was made to hide something.
            if (octets > decoded.Length - 3 || !Echoes(decoded[..octets], address)) return false;
        }
        return true;
    }

    /// <summary>Each "@" in the text is that of the address itself, written again.</summary>
    private static bool Echoes(ReadOnlySpan<byte> text, ReadOnlySpan<byte> address)
    {
        var local = address.LastIndexOf((byte)'@');
        while (text.IndexOf((byte)'@') is >= 0 and var at)
        {
            var (start, end) = (at - local, at - local + address.Length);
            if (start < 0 || end > text.Length || !Ascii.EqualsIgnoreCase(text[start..end], address)) return false;
            if (start > 0 && AddressOctets.Contains(text[start - 1])) return false;
            if (end < text.Length && AddressOctets.Contains(text[end])) return false;
            text = text[end..];
        }
        return true;
    }
}
