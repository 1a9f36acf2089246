namespace Connelink.MailGuard.Mime;

/// <summary>Two hexadecimal digits, as in =3D and %3D. Lower case is read like upper case, as everyone does.</summary>
internal static class Hex
{
    public static bool TryDecode(byte high, byte low, out byte value)
    {
        var first = Digit(high);
        var second = Digit(low);
        value = (byte)((first << 4) | second);
        return first < 16 && second < 16;
    }

    /// <summary>16 and more for what is no digit.</summary>
    public static int Digit(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        _ => 16,
    };
}
