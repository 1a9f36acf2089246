using System.CommandLine;
using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory show ADDRESS`: how the gateway sees an address, and why.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Address = AddressArgument.One("ADDRESS", "An address or alias, declared or not");
    private static readonly Option<bool> Json = new("--json") { Description = "The same as one object of JSON" };

    public static Command Create(StoreArguments store)
    {
        var command = new Command("show", "Show how the gateway sees an address") { Address, Json };
        return store.Reading(command, (parsed, directory) => Run(parsed, directory, Console.Out));
    }

    private static int Run(ParseResult parsed, DirectoryStore store, TextWriter output)
    {
        var view = AddressView.Of(store, Encoding.UTF8.GetBytes(parsed.GetValue(Address)!));
        output.Write(parsed.GetValue(Json) ? ToJson(view) : ToText(view));
        return view.IsDeclared ? ExitCodes.Done : ExitCodes.Unexpected;
    }

    public static string ToText(AddressView view)
    {
        var text = new StringBuilder();
        var width = view.Facts.Max(fact => fact.Name.Length);
        foreach (var (name, _, values) in view.Facts)
        {
            text.Append(name.PadRight(width + 2)).AppendJoin(Environment.NewLine + new string(' ', width + 2), values).AppendLine();
        }
        return text.ToString();
    }

    public static string ToJson(AddressView view)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, EntryJson.Options))
        {
            json.WriteStartObject();
            json.WriteBoolean("declared", view.IsDeclared);
            foreach (var (name, isList, values) in view.Facts)
            {
                json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(string.Concat(name.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..].Replace("-", "", StringComparison.Ordinal)))));
                if (isList) json.WriteStartArray();
                foreach (var value in values) json.WriteStringValue(value);
                if (isList) json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(octets.ToArray()) + Environment.NewLine;
    }
}
