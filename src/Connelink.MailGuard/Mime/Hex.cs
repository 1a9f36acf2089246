namespace Connelink.MailGuard.Mime;

/// <summary>Two hexadecimal digits, as in =3D and %3D. Lower case is read like upper case, as everyone does.</summary>
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
