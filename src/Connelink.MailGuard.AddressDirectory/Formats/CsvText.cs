using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>What spreadsheets do with cells.</summary>
internal static class CsvText
{
    public static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>A spreadsheet calculates a cell that starts with one of these; the apostrophe before it says that it is text.</summary>
    private static ReadOnlySpan<byte> FormulaStarts => "=+-@\t\r"u8;

    public static bool NeedsApostrophe(ReadOnlySpan<byte> cell) => !cell.IsEmpty && (cell[0] == (byte)'\'' || FormulaStarts.Contains(cell[0]));

    /// <summary>The cell without the apostrophe of an export.</summary>
    public static ReadOnlySpan<byte> Reveal(ReadOnlySpan<byte> cell) =>
        cell.Length > 1 && cell[0] == (byte)'\'' && NeedsApostrophe(cell[1..]) ? cell[1..] : cell;

    /// <summary>"B12", as a spreadsheet calls the cell.</summary>
    public static string CellName(int column, int row)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + (rest - 1) % 26) + letters;
        return $"{letters}{row}";
    }
}
