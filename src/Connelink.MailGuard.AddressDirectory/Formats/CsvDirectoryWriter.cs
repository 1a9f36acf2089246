using System.Buffers;
using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Writes a directory as a table that spreadsheets open as it is: UTF-8 with its mark, semicolons, CRLF, and no cell that they would calculate.</summary>
internal sealed class CsvDirectoryWriter : IDirectoryWriter
{
    private const int BatchOctets = 1 << 16;

    private static readonly SearchValues<byte> Quoted = SearchValues.Create("\";,\t\r\n"u8);

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _rows = new(2 * BatchOctets);
    private readonly ArrayBufferWriter<byte> _cell = new(256);
    private string _tenant = "";

    public CsvDirectoryWriter(Stream stream)
    {
        _stream = stream;
        _rows.Write((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        Row(field => Item(field.Name()));
    }

    public void OpenTenant(TenantDraft tenant, IReadOnlyList<string> domains)
    {
        _tenant = tenant.Name;
        Row(field =>
        {
            switch (field)
            {
                case DirectoryField.Tenant: Item(tenant.Name); break;
                case DirectoryField.Kind: Item(DirectoryFields.TenantKind); break;
                case DirectoryField.Language: Item(DirectoryWords.Languages[(int)tenant.Language]); break;
                case DirectoryField.Domains: Items(domains); break;
                case DirectoryField.Tags when tenant.AllowsTags: Item("true"); break;
                case DirectoryField.Suspended when tenant.IsSuspended: Item("true"); break;
            }
        });
    }

    public void Add(EntryDraft draft) => Row(field =>
    {
        if (DirectoryFields.ListOf(draft, field) is { } keys) Items(keys);
        else if (field == DirectoryField.Tenant) Item(_tenant);
        else FieldText.Write(draft, field, Item);
    });

    public void Complete()
    {
        _stream.Write(_rows.WrittenSpan);
        _rows.ResetWrittenCount();
        _stream.Flush();
    }

    private void Row(Action<DirectoryField> write)
    {
        for (var field = DirectoryField.Tenant; field <= DirectoryField.Suspended; field++)
        {
            if (field > DirectoryField.Tenant) _rows.Write(";"u8);
            _cell.ResetWrittenCount();
            write(field);
            EndCell();
        }
        _rows.Write("\r\n"u8);
        if (_rows.WrittenCount >= BatchOctets) Complete();
    }

    private void EndCell()
    {
        var cell = _cell.WrittenSpan;
        var isText = CsvText.NeedsApostrophe(cell);
        if (!cell.ContainsAny(Quoted) && ListText.Trim(cell).Length == cell.Length)
        {
            if (isText) _rows.Write("'"u8);
            _rows.Write(cell);
            return;
        }
        _rows.Write(isText ? "\"'"u8 : "\""u8);
        for (var quote = cell.IndexOf((byte)'"'); quote >= 0; quote = cell.IndexOf((byte)'"'))
        {
            _rows.Write(cell[..(quote + 1)]);
            _rows.Write("\""u8);
            cell = cell[(quote + 1)..];
        }
        _rows.Write(cell);
        _rows.Write("\""u8);
    }

    private void Items(KeyList keys)
    {
        for (var i = 0; i < keys.Count; i++) Item(AddressText.Of(keys[i]));
    }

    private void Items(IEnumerable<string> texts)
    {
        foreach (var text in texts) Item(text);
    }

    private void Item(string text) => Item(Encoding.UTF8.GetBytes(text));

    private void Item(ReadOnlySpan<byte> text)
    {
        if (_cell.WrittenCount > 0) _cell.Write(";"u8);
        _cell.Write(text);
    }
}

/// <summary>The fields of an entry that hold no mailboxes, as text.</summary>
internal static class FieldText
{
    public static void Write(EntryDraft draft, DirectoryField field, Action<string> item)
    {
        switch (field)
        {
            case DirectoryField.Kind when draft.Kind is { } kind: item(DirectoryWords.Kinds[(int)kind]); break;
            case DirectoryField.Plan when draft.Plan != Plan.None: item(DirectoryWords.Plans[(int)draft.Plan - 1]); break;
            case DirectoryField.Language when draft.Language is { } language: item(DirectoryWords.Languages[(int)language]); break;
            case DirectoryField.MultiPurpose when draft.IsMultiPurpose: item("true"); break;
            case DirectoryField.Source when draft.Source is { } source: item(source); break;
            case DirectoryField.SourceKey when draft.SourceKey is { } key: item(key); break;
            case DirectoryField.Networks: Items(draft.Application?.Networks.Select(network => network.ToString())); break;
            case DirectoryField.MayRelayFrom: Items(draft.Application?.MayRelayFrom); break;
            case DirectoryField.ReversePaths: Items(draft.Application?.ReversePaths); break;
        }

        void Items(IEnumerable<string>? texts)
        {
            foreach (var text in texts ?? []) item(text);
        }
    }
}
