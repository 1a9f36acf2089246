namespace Connelink.MailGuard.Attacks.Building;

/// <summary>CRC-32 as ZIP, gzip and yEnc have it; octet by octet, since the old ZIP cipher wants it so.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Row((uint)i))];

    public static uint Of(ReadOnlySpan<byte> octets)
    {
        var crc = uint.MaxValue;
        foreach (var octet in octets) crc = Add(crc, octet);
        return ~crc;
    }

    public static uint Add(uint crc, byte octet) => Table[(byte)(crc ^ octet)] ^ (crc >> 8);

    private static uint Row(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
