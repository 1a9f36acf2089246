using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>What stands between the cells: said by a line "sep=;" that Excel understands, or found in the header row.</summary>
internal static class CsvSeparator
{
    private static ReadOnlySpan<byte> Known => ";,\t"u8;

    /// <param name="head">The beginning of the file.</param>
    /// <param name="octets">How long the line that says it is; 0 when there is none.</param>
    public static byte Find(ReadOnlySpan<byte> head, out int octets)
    {
        var line = FirstLine(head);
        octets = 0;
        if (line.Length == 5 && System.Text.Ascii.EqualsIgnoreCase(line[..4], "sep="u8))
        {
            octets = 5 + (head[5..].StartsWith("\r\n"u8) ? 2 : Math.Min(1, head.Length - 5));
            return line[4];
        }
        var best = Known[0];
        foreach (var separator in Known)
        {
            if (Columns(line, separator).CompareTo(Columns(line, best)) > 0) best = separator;
        }
        return best;
    }

    /// <summary>Known names that it makes of the line; after them, parts at all, so that a table of unknown columns is told as one.</summary>
    private static (int Known, int All) Columns(ReadOnlySpan<byte> line, byte separator)
    {
        var (known, all) = (0, 0);
        foreach (var part in line.Split(separator))
        {
            all++;
            if (CsvHeader.FieldOf(ListText.Trim(line[part]).Trim((byte)'"')) is not null) known++;
        }
        return (known, all);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOfAny("\r\n"u8);
        return end < 0 ? head : head[..end];
    }
}
