using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What a change does to one thing, for people: "+ person a@client.example, plan basic", "~ a@client.example: aliases +b@client.example, plan basic -> complete".</summary>
internal static class ItemText
{
    public static string Of(ChangeItem item) => Of(item.Subject == ChangeSubject.Entry ? "" : $"{SubjectOf(item)} ", item.Name, item.Before, item.After);

    public static string Of(EntryDifference difference) => Of("", null, difference.Before, difference.After);

    public static string SubjectOf(ChangeItem item) => item.Subject.ToString().ToLowerInvariant();

    /// <param name="name">Null: the entry's address.</param>
    private static string Of(string subject, string? name, string? before, string? after) => (before, after) switch
    {
        (null, null) => $"- {subject}{name}, erased",
        (null, { } now) => $"+ {subject}{Whole(name, now)}",
        ({ } old, null) => $"- {subject}{Whole(name, old)}",
        ({ } old, { } now) => $"~ {subject}{Changed(name, old, now)}",
    };

    private static string Whole(string? name, string json)
    {
        using var thing = JsonDocument.Parse(json);
        var kind = thing.RootElement.TryGetProperty("kind", out var word) ? $"{word} " : "";
        var rest = thing.RootElement.EnumerateObject().Where(property => property.Name is not ("kind" or "address" or "name")).Select(property => $", {property.Name} {Words(property.Value)}");
        return $"{kind}{name ?? AddressOf(thing)}{string.Concat(rest)}";
    }

    private static string Changed(string? name, string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        var properties = old.RootElement.EnumerateObject().Concat(now.RootElement.EnumerateObject()).Select(property => property.Name).Distinct();
        return $"{name ?? AddressOf(now)}: {string.Join(", ", properties.Select(property => Property(property, old.RootElement, now.RootElement)).Where(text => text.Length > 0))}";
    }

    private static string Property(string name, JsonElement before, JsonElement after)
    {
        var (old, now) = (Items(before, name), Items(after, name));
        if (old.SequenceEqual(now)) return "";
        if (!IsList(before, name) && !IsList(after, name)) return $"{name} {old.FirstOrDefault() ?? "none"} -> {now.FirstOrDefault() ?? "none"}";
        var items = now.Except(old).Select(item => $"+{item}").Concat(old.Except(now).Select(item => $"-{item}")).ToList();
        return items.Count == 0 ? $"{name} in another order" : $"{name} {string.Join(' ', items)}";
    }

    private static bool IsList(JsonElement thing, string name) => thing.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array;

    private static List<string> Items(JsonElement thing, string name)
    {
        if (!thing.TryGetProperty(name, out var value)) return [];
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Words)] : [Words(value)];
    }

    private static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Words)),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.ToString(),
    };

    private static string AddressOf(JsonDocument entry) => entry.RootElement.GetProperty("address").ToString();
}
