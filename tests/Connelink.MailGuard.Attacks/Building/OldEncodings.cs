using System.Text;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>How files stood in text before MIME, and on Usenet beside it.</summary>
internal static class OldEncodings
{
    private const string BinHexAlphabet = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

    /// <summary>uuencode (POSIX), with its begin and end lines. The last line has no line end.</summary>
    public static string Uuencode(ReadOnlySpan<byte> octets, string name = "facture.zip", string mode = "644") =>
        $"begin {mode} {name}\r\n{UuLines(octets)}`\r\nend";

    public static string UuLines(ReadOnlySpan<byte> octets)
    {
        const int perLine = 45;
        var text = new StringBuilder();
        for (var at = 0; at < octets.Length; at += perLine)
        {
            var line = octets.Slice(at, Math.Min(perLine, octets.Length - at));
            text.Append(Letter(line.Length));
            for (var i = 0; i < line.Length; i += 3)
            {
                var group = line[i] << 16 | Octet(line, i + 1) << 8 | Octet(line, i + 2);
                text.Append(Letter(group >> 18)).Append(Letter(group >> 12 & 63)).Append(Letter(group >> 6 & 63)).Append(Letter(group & 63));
            }
            text.Append("\r\n");
        }
        return text.ToString();

        static char Letter(int value) => value == 0 ? '`' : (char)(' ' + value);
        static int Octet(ReadOnlySpan<byte> line, int i) => i < line.Length ? line[i] : 0;
    }

    /// <summary>yEnc 1.3.</summary>
    public static string Yencode(ReadOnlySpan<byte> octets, string name = "facture.zip")
    {
        const int perLine = 128;
        var text = new StringBuilder($"=ybegin line={perLine} size={octets.Length} name={name}\r\n");
        var inLine = 0;
        foreach (var octet in octets)
        {
            var coded = (byte)(octet + 42);
            var critical = coded is 0 or (byte)'\r' or (byte)'\n' or (byte)'=' || (inLine == 0 && coded is (byte)'.');
            if (critical) text.Append('=');
            text.Append((char)(critical ? (byte)(coded + 64) : coded));
            inLine += critical ? 2 : 1;
            if (inLine < perLine) continue;
            text.Append("\r\n");
            inLine = 0;
        }
        return text.Append(inLine > 0 ? "\r\n" : "").Append($"=yend size={octets.Length} crc32={Crc32.Of(octets):x8}").ToString();
    }

    /// <summary>BinHex 4.0 (RFC 1741): header, data fork, empty resource fork, each with its CRC.</summary>
    public static string BinHex(byte[] octets, string name = "facture.zip")
    {
        byte[] header =
        [
            (byte)name.Length, .. Text.Octets(name), 0, .. "ZIP SITx"u8, 0, 0,
            (byte)(octets.Length >> 24), (byte)(octets.Length >> 16), (byte)(octets.Length >> 8), (byte)octets.Length, 0, 0, 0, 0,
        ];
        byte[] file = [.. Checked(header), .. Checked(octets), 0, 0];
        // 0x90 announces a repetition; itself it is written as 0x90 0x00.
        byte[] escaped = [.. file.SelectMany(octet => octet == 0x90 ? (byte[])[0x90, 0] : [octet])];
        var text = new StringBuilder(":");
        for (var bit = 0; bit < 8 * escaped.Length; bit += 6)
        {
            var pair = escaped[bit / 8] << 8 | (bit / 8 + 1 < escaped.Length ? escaped[bit / 8 + 1] : 0);
            text.Append(BinHexAlphabet[pair >> (10 - bit % 8) & 63]);
        }
        return "(This file must be converted with BinHex 4.0)\r\n\r\n" + Text.Wrap(text.Append(':').ToString(), 64);
    }

    private static byte[] Checked(byte[] octets)
    {
        var crc = 0;
        foreach (var octet in octets)
        {
            crc ^= octet << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1 & 0xFFFF;
        }
        return [.. octets, (byte)(crc >> 8), (byte)crc];
    }
}
