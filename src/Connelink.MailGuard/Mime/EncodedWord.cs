using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Finds encoded-words (RFC 2047 2) and decodes their octets, wherever they stand: programs decode them within quotes, too.</summary>
/// <remarks>
/// What is searched for in the result is ASCII, which nearly all charsets in mail contain. In some of them octets of ASCII are also halves
/// of other characters: those are left out.
/// </remarks>
public static class EncodedWord
{
    private const byte Escape = 0x1B;

    private static ReadOnlySpan<byte> Letters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    /// <summary>Passes to the first encoded-word and decodes it as far as it fits; text is what follows it. False: there is none.</summary>
    public static bool TryReadNext(scoped ref ReadOnlySpan<byte> text, scoped Span<byte> decoded, out int octets)
    {
        octets = 0;
        while (text.IndexOf("=?"u8) is >= 0 and var start)
        {
            text = text[(start + 2)..];
            var encoding = text.IndexOf((byte)'?') + 1;
            if (encoding == 0) return false;
            if (encoding + 1 >= text.Length || text[encoding + 1] != '?') continue;

            // Without an end here there is none for those that follow: the time stays linear.
            var content = text[(encoding + 2)..];
            var end = content.IndexOf("?="u8);
            if (end < 0) return false;

            if (!TryDecode((byte)(text[encoding] | 0x20), content[..end], decoded, out octets)) continue;
            octets = WithoutPairs(text[..(encoding - 1)], decoded[..octets]);
            text = content[(end + 2)..];
            return true;
        }
        return false;
    }

    private static bool TryDecode(byte encoding, ReadOnlySpan<byte> content, scoped Span<byte> decoded, out int octets)
    {
        octets = encoding == 'q' ? Hex.Unescape((byte)'=', (byte)'_', content, decoded) : 0;
        if (encoding == 'b') octets = DecodeB(content, decoded);
        return encoding is (byte)'q' or (byte)'b';
    }

    /// <summary>As programs do that leave out what is no base64, and need no padding.</summary>
    private static int DecodeB(ReadOnlySpan<byte> content, scoped Span<byte> decoded)
    {
        var (written, bits, count) = (0, 0, 0);
        foreach (var octet in content)
        {
            var letter = Letters.IndexOf(octet);
            if (octet == '=') count = 0;
            if (letter < 0) continue;
            (bits, count) = ((bits << 6) | letter, count + 6);
            if (count < 8) continue;
            if (written == decoded.Length) break;
            count -= 8;
            decoded[written++] = (byte)(bits >> count);
        }
        return written;
    }

    /// <summary>Leaves out characters of two octets, of which the second may be one of ASCII; the octets that are left.</summary>
    private static int WithoutPairs(ReadOnlySpan<byte> charset, scoped Span<byte> text)
    {
        var isShifting = StartsWith(charset, "iso-2022-"u8);
        if (!isShifting && !HasPairs(charset)) return text.Length;

        var (written, isShifted) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            var octet = text[at];
            if (isShifting && octet == Escape && at + 2 < text.Length)
            {
                // ESC $ begins characters of two octets, ESC ( ends them (RFC 1468).
                isShifted = text[at + 1] == '$';
                at += 2;
            }
            else if (!isShifting && octet > 0x80)
            {
                at++;
            }
            else if (!isShifted)
            {
                text[written++] = octet;
            }
        }
        return written;
    }

    private static bool HasPairs(ReadOnlySpan<byte> charset) =>
        StartsWith(charset, "shift"u8) || StartsWith(charset, "gb"u8) || StartsWith(charset, "big5"u8) || StartsWith(charset, "ks_c"u8)
        || StartsWith(charset, "windows-31j"u8) || StartsWith(charset, "x-sjis"u8) || StartsWith(charset, "cp9"u8);

    private static bool StartsWith(ReadOnlySpan<byte> charset, ReadOnlySpan<byte> name) =>
        charset.Length >= name.Length && Ascii.EqualsIgnoreCase(charset[..name.Length], name);
}
