using System.Buffers;
using System.Buffers.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Undoes quoted-pairs (RFC 5322 3.2.1) and encoded words (RFC 2047) in place: the result is never longer.</summary>
internal static class EncodedText
{
    public static int Unquote(Span<byte> octets)
    {
        var length = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '\\' && i + 1 < octets.Length) i++;
            octets[length++] = octets[i];
        }
        return length;
    }

    /// <summary>Blanks between two encoded words go, as RFC 2047 6.2 says; what is no encoded word stays.</summary>
    public static int DecodeWords(Span<byte> octets)
    {
        var length = 0;
        var wordEnd = -1;
        for (var i = 0; i < octets.Length;)
        {
            if (octets[i] == '=' && TryReadWord(octets[i..], out var text, out var encoding, out var taken))
            {
                if (wordEnd >= 0 && octets[wordEnd..length].Trim(" \t"u8).IsEmpty) length = wordEnd;
                length += encoding == 'Q' ? Hex.Unescape((byte)'=', (byte)'_', text, octets[length..]) : DecodeB(text, octets[length..]);
                wordEnd = length;
                i += taken;
            }
            else
            {
                octets[length++] = octets[i++];
            }
        }
        return length;
    }

    private static bool TryReadWord(Span<byte> octets, out Span<byte> text, out char encoding, out int taken)
    {
        text = default;
        encoding = default;
        taken = 0;
        if (!octets.StartsWith("=?"u8)) return false;

        var charset = octets[2..].IndexOf((byte)'?');
        if (charset < 0 || charset + 5 > octets.Length || octets[charset + 4] != '?') return false;

        encoding = char.ToUpperInvariant((char)octets[charset + 3]);
        if (encoding is not ('Q' or 'B')) return false;

        var end = octets[(charset + 5)..].IndexOf("?="u8);
        if (end < 0) return false;

        text = octets.Slice(charset + 5, end);
        taken = charset + 5 + end + 2;
        return true;
    }

    /// <summary>As much as is base64.</summary>
    private static int DecodeB(Span<byte> text, Span<byte> destination)
    {
        Span<byte> decoded = stackalloc byte[PartText.MaxTextOctets];
        if (text.Length > decoded.Length) text = text[..decoded.Length];
        Base64.DecodeFromUtf8(text, decoded, out var consumed, out var length);
        // Without its padding it is not the last block for the decoder.
        var rest = text[consumed..];
        if (rest.Length is 2 or 3)
        {
            Span<byte> block = [(byte)'=', (byte)'=', (byte)'=', (byte)'='];
            rest.CopyTo(block);
            if (Base64.DecodeFromUtf8(block, decoded[length..], out _, out var more) == OperationStatus.Done) length += more;
        }
        decoded[..length].CopyTo(destination);
        return length;
    }
}
