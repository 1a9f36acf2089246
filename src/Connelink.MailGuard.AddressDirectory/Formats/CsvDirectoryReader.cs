namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Reads a directory from a table: one row an entry, and one of kind "tenant" for what a tenant itself carries.</summary>
internal sealed class CsvDirectoryReader
{
    private readonly DirectoryReading _reading;
    private readonly NamedTenants _tenants;
    private readonly CsvCells _cells;
    private readonly FieldReader _fields = new();
    private readonly EntryDraft _draft = new();
    private CsvHeader _header = new();

    public CsvDirectoryReader(Stream stream, DirectoryReading reading)
    {
        var text = HeadStream.OfText(stream);
        var separator = CsvSeparator.Find(text.Head, out var octets);
        text.Pass(octets);
        _reading = reading;
        _tenants = new(reading);
        _cells = new(text, separator, firstLine: octets == 0 ? 1 : 2, reading.Mistakes);
    }

    public void Read()
    {
        if (CsvHeader.Read(_cells, _reading.Mistakes) is not { } header) return;
        _header = header;
        while (_cells.ReadRow())
        {
            if (!IsBlank()) Row();
        }
    }

    private void Row()
    {
        var told = _reading.Mistakes.Count;
        var tenant = _tenants.Open(Cell(DirectoryField.Tenant), _cells.Line, out var mistake);
        if (mistake is not null) Tell(Math.Max(0, _header.ColumnOf(DirectoryField.Tenant)), DirectoryField.Tenant, mistake);
        var isTenant = System.Text.Ascii.EqualsIgnoreCase(ListText.Trim(Cell(DirectoryField.Kind)), DirectoryFields.TenantKind);

        _draft.Clear();
        (_draft.Line, _draft.Said) = (_cells.Line, _header.Said);
        for (var column = 0; column < _cells.Count; column++)
        {
            if (_cells[column].IsEmpty) continue;
            if (_header[column] is not { } field) Tell(column, null, "stands under no name; name the column in the first row, or empty it");
            else if (field == DirectoryField.Tenant || (isTenant && field == DirectoryField.Kind)) continue;
            else if (isTenant ? !field.IsOfTenant() : !field.IsOfEntry()) Tell(column, field, isTenant ? "is nothing that a tenant has; empty it" : "belongs into a row of kind tenant; empty it");
            else if (isTenant) OfTenant(tenant, column, field);
            else OfEntry(column, field);
        }
        if (isTenant)
        {
            if (tenant is not null) tenant.IsBroken |= _reading.Mistakes.Count > told;
            return;
        }
        _draft.IsBroken = _reading.Mistakes.Count > told;
        if (tenant is not null) _reading.Sink.Add(_draft);
    }

    private void OfEntry(int column, DirectoryField field)
    {
        if (!field.IsList())
        {
            var isFree = field is DirectoryField.Source or DirectoryField.SourceKey;
            Tell(column, field, _fields.Read(_draft, field, isFree ? _cells[column] : ListText.Trim(_cells[column])));
            return;
        }
        foreach (var item in new ListText(_cells[column])) Tell(column, field, _fields.Read(_draft, field, item));
    }

    private void OfTenant(TenantDraft? tenant, int column, DirectoryField field)
    {
        if (tenant is null) return;
        if (field != DirectoryField.Domains)
        {
            Tell(column, field, FieldReader.Read(tenant, field, ListText.Trim(_cells[column])));
            return;
        }
        foreach (var item in new ListText(_cells[column]))
        {
            var mistake = _fields.Domain(item, out var domain);
            Tell(column, field, mistake);
            if (mistake is null) _reading.Sink.AddDomain(domain, Place(column, field, ""));
        }
    }

    private ReadOnlySpan<byte> Cell(DirectoryField field)
    {
        var column = _header.ColumnOf(field);
        return column >= 0 && column < _cells.Count ? _cells[column] : default;
    }

    private bool IsBlank()
    {
        for (var column = 0; column < _cells.Count; column++)
        {
            if (!_cells[column].IsEmpty) return false;
        }
        return true;
    }

    private void Tell(int column, DirectoryField? field, string? mistake)
    {
        if (mistake is null) return;
        _reading.Mistakes.Add(_reading.Mistakes.HasRoom ? Place(column, field, mistake) : default);
    }

    private DirectoryMistake Place(int column, DirectoryField? field, string mistake)
    {
        var (line, at) = column < _cells.Count ? _cells.PositionOf(column) : (_cells.Line, 1);
        var cell = $"cell {CsvText.CellName(column, _cells.Row)}";
        return new(line, at, field is { } known ? $"{known.Name()} ({cell})" : cell, mistake);
    }
}
