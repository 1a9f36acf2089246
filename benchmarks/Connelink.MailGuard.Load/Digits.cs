namespace Connelink.MailGuard.Load;

/// <summary>Decimal digits of a fixed width, written in place.</summary>
internal static class Digits
{
    public static void Write(Span<byte> destination, int value)
    {
        for (var i = destination.Length - 1; i >= 0; i--, value /= 10) destination[i] = (byte)('0' + (value % 10));
    }
}
