using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>A change as one line of JSON.</summary>
internal static class ChangeJson
{
    public static void Write(Stream lines, ChangeRecord change, IReadOnlyList<ChangeItem> items)
    {
        using (var json = new Utf8JsonWriter(lines, EntryJson.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("change", change.Number);
            json.WriteString("at", change.At.UtcDateTime);
            json.WriteString("who", change.Who);
            json.WriteString("action", change.Action);
            json.WriteString("reason", change.Reason);
            json.WriteStartArray("items");
            foreach (var item in items) Write(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        lines.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, ChangeItem item)
    {
        json.WriteStartObject();
        json.WriteString("subject", DifferenceText.SubjectOf(item));
        json.WriteString("name", item.Name);
        Raw("before", item.Before);
        Raw("after", item.After);
        json.WriteEndObject();

        void Raw(string name, string? text)
        {
            json.WritePropertyName(name);
            if (text is null) json.WriteNullValue();
            else json.WriteRawValue(text);
        }
    }
}
