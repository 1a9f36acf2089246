using System.Buffers.Text;
using System.Globalization;

namespace Connelink.MailGuard.Load;

/// <summary>The header field that tells the sink which message of which run it has: <c>X-Load-Id: 1a2b3c4d-0000000042 honest</c>.</summary>
internal readonly record struct LoadId(uint Run, int Number, bool IsPoison)
{
    private const int DigitsAt = 20;
    private const int KindAt = 31;

    /// <summary>Every id takes the same room, so that it can be written over another one in place.</summary>
    public const int Octets = 39;

    public static ReadOnlySpan<byte> FieldName => "X-Load-Id: "u8;

    public void WriteTo(Span<byte> destination)
    {
        FieldName.CopyTo(destination);
        Utf8Formatter.TryFormat(Run, destination[11..], out _, new('x', 8));
        destination[19] = (byte)'-';
        Digits.Write(destination.Slice(DigitsAt, 10), Number);
        destination[30] = (byte)' ';
        (IsPoison ? "poison\r\n"u8 : "honest\r\n"u8).CopyTo(destination[KindAt..]);
    }

    public static bool TryFind(ReadOnlySpan<byte> octets, out LoadId id)
    {
        id = default;
        var start = octets.IndexOf(FieldName);
        if (start < 0 || octets.Length - start < Octets) return false;
        var field = octets.Slice(start, Octets);
        if (!Utf8Parser.TryParse(field.Slice(11, 8), out uint run, out var used, 'x') || used != 8) return false;
        if (!int.TryParse(field.Slice(DigitsAt, 10), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        id = new(run, number, field[KindAt] == 'p');
        return true;
    }
}
