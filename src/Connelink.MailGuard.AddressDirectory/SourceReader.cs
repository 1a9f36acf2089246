using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Reads one source of a tenant in the JSON form: its name, and its settings as they stand there.</summary>
internal sealed class SourceReader(JsonTokens json, FilePlace place)
{
    private static readonly string[] Properties = ["name", "settings"];

    /// <summary>The source that starts here; null when it has mistakes.</summary>
    public SourceDraft? Read()
    {
        var told = place.Told;
        var at = place.Here("");
        string? name = null, settings = null;
        if (!place.Expects(JsonTokenType.StartObject, "an object: { \"name\": \"domino\", \"settings\": { ... } }")) return null;
        while (json.ReadProperty())
        {
            switch (place.Known(Properties))
            {
                case "name": name = Name(); break;
                case "settings" when place.Opens(JsonTokenType.StartObject, "an object with the settings of the source"): settings = Copy(); break;
            }
            place.Leave();
        }
        if (place.Told > told) return null;
        if (name is null) place.Tell("has no name; give it one");
        if (settings is null) place.Tell("has no settings; write them as directory source list --json shows them");
        return name is null || settings is null ? null : new(name, settings, at);
    }

    private string? Name()
    {
        if (place.Text("a text") is not { } name) return null;
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)) place.Tell("is no name; write a word like domino");
        return name;
    }

    private string Copy()
    {
        var octets = new ArrayBufferWriter<byte>(1024);
        using (var copy = new Utf8JsonWriter(octets, EntryJson.Options))
        {
            var depth = 0;
            do depth += CopyToken(copy);
            while (depth > 0 && json.Read());
        }
        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    /// <returns>How much deeper what follows stands.</returns>
    private int CopyToken(Utf8JsonWriter copy)
    {
        switch (json.Type)
        {
            case JsonTokenType.StartObject: copy.WriteStartObject(); return 1;
            case JsonTokenType.StartArray: copy.WriteStartArray(); return 1;
            case JsonTokenType.EndObject: copy.WriteEndObject(); return -1;
            case JsonTokenType.EndArray: copy.WriteEndArray(); return -1;
            case JsonTokenType.PropertyName: copy.WritePropertyName(Encoding.UTF8.GetString(json.Text)); return 0;
            case JsonTokenType.String: copy.WriteStringValue(Encoding.UTF8.GetString(json.Text)); return 0;
            default: copy.WriteRawValue(json.Text, skipInputValidation: true); return 0; // Numbers, true, false, null.
        }
    }
}
