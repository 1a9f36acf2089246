using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>A change as one line of JSON.</summary>
internal static class ChangeJson
{
    public static string Line(ChangeRecord change, IReadOnlyList<ChangeItem> items)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, EntryJson.Options))
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
        return Encoding.UTF8.GetString(octets.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ChangeItem item)
    {
        json.WriteStartObject();
        json.WriteString("subject", ItemText.SubjectOf(item));
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
