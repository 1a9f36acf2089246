using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Reads a directory from LDIF: our own export, or what another directory server exported (<see cref="ForeignRecords"/>).</summary>
internal sealed class LdifDirectoryReader
{
    private readonly DirectoryReading _reading;
    private readonly LdifRecords _records;
    private readonly NamedTenants _tenants;
    private readonly ForeignRecords _foreign;
    private readonly FieldReader _fields = new();
    private readonly EntryDraft _draft = new();

    public LdifDirectoryReader(Stream stream, DirectoryReading reading)
    {
        _reading = reading;
        _records = new(HeadStream.OfText(stream), reading.Mistakes);
        _tenants = new(reading);
        _foreign = new(_records, reading, _tenants);
    }

    public void Read()
    {
        for (var isFirst = true; _records.ReadRecord(); isFirst = false)
        {
            if (_records.Is(0, "version"u8) && !isFirst) Tell(0, "", "stands at the start of a file only");
            else if (_records.Is(0, "version"u8) && _records.Count == 1) CheckVersion();
            else Record();
        }
        _foreign.End();
    }

    private void CheckVersion()
    {
        if (!_records.Value(0).SequenceEqual("1"u8)) Tell(0, "version", $"{Words.Quote(_records.Value(0))} is no version of LDIF that is known; there is version 1");
    }

    private void Record()
    {
        // RFC 2849 lets the version stand right above the first record, and ldapsearch ends with a result that is no record.
        var first = 0;
        if (_records.Is(0, "version"u8))
        {
            CheckVersion();
            first = 1;
        }
        if (_records.Is(first, "search"u8) || _records.Is(first, "result"u8) || _records.Is(first, "ref"u8)) return;
        if (!_records.Is(first, "dn"u8))
        {
            Tell(first, "", $"a record starts with dn:, and this one with {Words.Quote(_records.Name(first))}");
            return;
        }
        for (var i = first + 1; i < _records.Count; i++)
        {
            if (!_records.Is(i, "changetype"u8) && !_records.Is(i, "control"u8)) continue;
            Tell(i, Encoding.UTF8.GetString(_records.Value(first)), "is a change record; give the whole entries, as an export or ldapsearch writes them");
            return;
        }
        if (IsOf(LdifNames.TenantClass)) OwnTenant(first);
        else if (IsOf(LdifNames.EntryClass)) OwnEntry(first);
        else _foreign.Read(first);
    }

    private void OwnEntry(int first)
    {
        var told = _reading.Mistakes.Count;
        var tenant = OpenTenant();
        _draft.Clear();
        (_draft.Line, _draft.Said) = (_records.Line, _reading.SaidAtFirst);
        for (var i = first + 1; i < _records.Count; i++)
        {
            if (_records.Is(i, "objectClass"u8)) continue;
            if (LdifNames.FieldOf(_records.Name(i)) is not { } field || !field.IsOfEntry()) TellUnknown(i);
            else if (field != DirectoryField.Tenant) Attribute(i, field);
        }
        _draft.IsBroken = _reading.Mistakes.Count > told;
        if (tenant is not null) _reading.Sink.Add(_draft);
    }

    /// <summary>An attribute without a value says that there is none.</summary>
    private void Attribute(int index, DirectoryField field)
    {
        _draft.Said = _draft.Said.With(field);
        if (!_records.Value(index).IsEmpty || field <= DirectoryField.Address) Tell(index, _fields.Read(_draft, field, _records.Value(index)));
    }

    private void OwnTenant(int first)
    {
        var told = _reading.Mistakes.Count;
        if (OpenTenant() is not { } tenant) return;
        for (var i = first + 1; i < _records.Count; i++)
        {
            if (_records.Is(i, "objectClass"u8)) continue;
            if (LdifNames.FieldOf(_records.Name(i)) is not { } field || !field.IsOfTenant()) TellUnknown(i);
            else if (field == DirectoryField.Domains) Domain(i);
            else if (field >= DirectoryField.Plan) Tell(i, FieldReader.Read(tenant, field, _records.Value(i)));
        }
        tenant.IsBroken |= _reading.Mistakes.Count > told;
    }

    private void Domain(int index)
    {
        var mistake = _fields.Domain(_records.Value(index), out var domain);
        Tell(index, mistake);
        if (mistake is null) _reading.Sink.AddDomain(domain, new(_records.LineOf(index), 1, LdifNames.Name(DirectoryField.Domains), ""));
    }

    private TenantDraft? OpenTenant()
    {
        var name = ReadOnlySpan<byte>.Empty;
        for (var i = 0; i < _records.Count; i++)
        {
            if (_records.Is(i, "o"u8)) name = _records.Value(i);
        }
        var tenant = _tenants.Open(name, _records.Line, out var mistake);
        if (mistake is not null) Tell(0, "o", mistake);
        return tenant;
    }

    private bool IsOf(string objectClass)
    {
        for (var i = 0; i < _records.Count; i++)
        {
            if (_records.Is(i, "objectClass"u8) && System.Text.Ascii.EqualsIgnoreCase(_records.Value(i), objectClass)) return true;
        }
        return false;
    }

    private void TellUnknown(int index)
    {
        var name = Encoding.UTF8.GetString(_records.Name(index));
        Tell(index, $"is no attribute of this class; {LdifNames.Suggest(name)}");
    }

    private void Tell(int index, string? mistake)
    {
        if (mistake is not null) Tell(index, Encoding.UTF8.GetString(_records.Name(index)), mistake);
    }

    private void Tell(int index, string path, string mistake) => _reading.Mistakes.Add(new(_records.LineOf(index), 1, path, mistake));
}
