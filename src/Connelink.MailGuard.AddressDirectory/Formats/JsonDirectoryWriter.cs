using System.Buffers;
using System.Text.Json;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Writes the JSON form of a directory (design.md section 7), one entry or source a line, so that two exports can be compared line by line.</summary>
internal sealed class JsonDirectoryWriter : IDirectoryWriter
{
    private const int BatchOctets = 1 << 16;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _text = new(2 * BatchOctets);
    private bool _hasTenants;
    private bool _hasEntries;

    public JsonDirectoryWriter(Stream stream)
    {
        _stream = stream;
        _text.Write("{ \"tenants\": ["u8);
    }

    public void OpenTenant(TenantDraft tenant, IReadOnlyList<string> domains)
    {
        if (_hasTenants) CloseTenant();
        _text.Write(_hasTenants ? ",\n  { \"name\": "u8 : "\n  { \"name\": "u8);
        Value(tenant.Name);
        _text.Write(", \"domains\": ["u8);
        for (var i = 0; i < domains.Count; i++)
        {
            if (i > 0) _text.Write(", "u8);
            Value(domains[i]);
        }
        _text.Write("], \"language\": "u8);
        Value(DirectoryWords.Languages[(int)tenant.Language]);
        if (tenant.AllowsTags) _text.Write(", \"tags\": true"u8);
        if (tenant.IsSuspended) _text.Write(", \"suspended\": true"u8);
        if (tenant.Sources is { Count: > 0 } sources) Sources(sources);
        _text.Write(", \"entries\": ["u8);
        (_hasTenants, _hasEntries) = (true, false);
    }

    public void Add(EntryDraft draft)
    {
        _text.Write(_hasEntries ? ",\n    "u8 : "\n    "u8);
        using (var json = new Utf8JsonWriter(_text, EntryJson.Options)) EntryJson.Write(json, draft);
        _hasEntries = true;
        if (_text.WrittenCount >= BatchOctets) WriteOut();
    }

    public void Complete()
    {
        if (_hasTenants) CloseTenant();
        _text.Write(_hasTenants ? "\n] }\n"u8 : "] }\n"u8);
        WriteOut();
        _stream.Flush();
    }

    private void Sources(IReadOnlyList<SourceDraft> sources)
    {
        _text.Write(", \"sources\": ["u8);
        for (var i = 0; i < sources.Count; i++)
        {
            _text.Write(i > 0 ? ",\n    "u8 : "\n    "u8);
            using var json = new Utf8JsonWriter(_text, EntryJson.Options);
            using var settings = JsonDocument.Parse(sources[i].Settings);
            json.WriteStartObject();
            json.WriteString("name"u8, sources[i].Name);
            json.WritePropertyName("settings"u8);
            settings.WriteTo(json);
            json.WriteEndObject();
        }
        _text.Write("\n  ]"u8);
    }

    private void CloseTenant() => _text.Write(_hasEntries ? "\n  ] }"u8 : "] }"u8);

    private void Value(string text)
    {
        using var json = new Utf8JsonWriter(_text, EntryJson.Options);
        json.WriteStringValue(text);
    }

    private void WriteOut()
    {
        _stream.Write(_text.WrittenSpan);
        _text.ResetWrittenCount();
    }
}
