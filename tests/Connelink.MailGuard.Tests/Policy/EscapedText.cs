using System.Globalization;
using System.Text;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>Octets as text in one line: UTF-8, with \r, \n, \t, \0, \\ and \xE9 for one octet.</summary>
public static class EscapedText
{
    public static byte[] Read(string text)
    {
        var octets = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                var rune = Rune.GetRuneAt(text, at);
                octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                at += rune.Utf16SequenceLength - 1;
                continue;
            }
            at++;
            switch (text[at])
            {
                case 'r': octets.Add((byte)'\r'); break;
                case 'n': octets.Add((byte)'\n'); break;
                case 't': octets.Add((byte)'\t'); break;
                case '0': octets.Add(0); break;
                case '\\': octets.Add((byte)'\\'); break;
                case 'x':
                    octets.Add(byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    at += 2;
                    break;
                default: throw new FormatException(text);
            }
        }
        return [.. octets];
    }

    public static string Write(ReadOnlySpan<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        if (!Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(octets)) text = Encoding.Latin1.GetString(octets);
        return text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
