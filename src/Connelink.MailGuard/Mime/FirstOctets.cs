using System.Buffers.Binary;

namespace Connelink.MailGuard.Mime;

/// <summary>The first eight octets of a text as a number, 0 for those that are missing: most texts differ in these.</summary>
internal static class FirstOctets
{
    /// <summary>The bit in which the cases of ASCII letters differ, of eight.</summary>
    private const ulong AsciiCase = 0x2020202020202020;

    /// <summary>Numbers that compare as the texts do.</summary>
    public static ulong InOrder(ReadOnlySpan<byte> text) => BinaryPrimitives.ReverseEndianness(Of(text));

    /// <summary>Texts that differ only in the case of letters have the same; none has 0.</summary>
    public static ulong WithoutCase(ReadOnlySpan<byte> text) => Of(text) | AsciiCase;

    /// <summary>The bits that so many octets fill.</summary>
    public static ulong Mask(int octets) => octets >= sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * octets)) - 1;

    private static ulong Of(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64LittleEndian(text);

        var octets = 0UL;
        for (var i = text.Length - 1; i >= 0; i--) octets = octets << 8 | text[i];
        return octets;
    }
}
