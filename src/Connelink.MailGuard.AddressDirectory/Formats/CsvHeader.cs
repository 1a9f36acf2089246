using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>The first row of a table: which column is which field.</summary>
internal sealed class CsvHeader
{
    private readonly List<DirectoryField?> _columns = [];

    public DirectoryField? this[int column] => column < _columns.Count ? _columns[column] : null;

    /// <summary>The table says a word about these, be it in an empty cell.</summary>
    public FieldSet Said { get; private set; }

    public int ColumnOf(DirectoryField field) => _columns.IndexOf(field);

    /// <summary>Null when no row could be understood by it, which is told.</summary>
    public static CsvHeader? Read(CsvCells cells, DirectoryMistakes mistakes)
    {
        var told = mistakes.Count;
        var header = new CsvHeader();
        if (!cells.ReadRow())
        {
            mistakes.Add(new(1, 1, "", $"the file is empty; its first row names the columns: {string.Join(';', DirectoryFields.Names)}"));
            return null;
        }
        for (var column = 0; column < cells.Count; column++) header.Add(cells, column, mistakes);
        if (header.ColumnOf(DirectoryField.Address) < 0)
        {
            mistakes.Add(new(cells.Line, 1, "", $"the column address is missing; the first row names the columns, of {string.Join(';', DirectoryFields.Names)}"));
        }
        return mistakes.Count == told ? header : null;
    }

    /// <summary>"May send as" is maySendAs.</summary>
    public static DirectoryField? FieldOf(ReadOnlySpan<byte> name)
    {
        var letters = string.Concat(Encoding.UTF8.GetString(name).Where(char.IsLetterOrDigit));
        var field = Array.FindIndex(DirectoryFields.Names, known => known.Equals(letters, StringComparison.OrdinalIgnoreCase));
        return field < 0 ? FrenchWords.Column(letters) : (DirectoryField)field;
    }

    private void Add(CsvCells cells, int column, DirectoryMistakes mistakes)
    {
        var name = cells[column];
        var field = FieldOf(name);
        var (line, at) = cells.PositionOf(column);
        if (field is null && !name.IsEmpty)
        {
            var suggestion = Words.Suggest(Encoding.UTF8.GetString(name), DirectoryFields.Names);
            mistakes.Add(new(line, at, $"cell {CsvText.CellName(column, 1)}", $"column {Words.Quote(name)} is unknown; {suggestion}; or remove it"));
        }
        else if (field is { } known && _columns.Contains(known))
        {
            mistakes.Add(new(line, at, $"cell {CsvText.CellName(column, 1)}", $"column {known.Name()} stands twice; remove one"));
        }
        _columns.Add(field);
        if (field is { } said) Said = Said.With(said);
    }
}
