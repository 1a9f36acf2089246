namespace Connelink.MailGuard.Mime;

/// <summary>Two hexadecimal digits behind an escape, as in =3D and %3D. Lower case is read like upper case, as everyone does.</summary>
internal static class Hex
{
    public static bool TryDecode(byte high, byte low, out byte value)
    {
        var first = Digit(high);
        var second = Digit(low);
        value = (byte)((first << 4) | second);
        return (first | second) < 16;
    }

    /// <summary>16 and more for what is no digit.</summary>
    public static int Digit(byte octet) => Digits[octet];

    /// <summary>Undoes escapes, as far as there is room; also in place. An escape without its digits stays.</summary>
    /// <param name="blank">Stands for a blank, as "_" does in the Q encoding (RFC 2047 4.2).</param>
    public static int Unescape(byte escape, byte blank, ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < text.Length && length < destination.Length; i++)
        {
            var octet = text[i] == blank ? (byte)' ' : text[i];
            if (octet == escape && i + 2 < text.Length && TryDecode(text[i + 1], text[i + 2], out var value))
            {
                octet = value;
                i += 2;
            }
            destination[length++] = octet;
        }
        return length;
    }

    private static readonly byte[] Digits = Table();

    private static byte[] Table()
    {
        var table = new byte[256];
        table.AsSpan().Fill(16);
        for (byte i = 0; i < 16; i++)
        {
            table["0123456789ABCDEF"[i]] = i;
            table["0123456789abcdef"[i]] = i;
        }
        return table;
    }
}
