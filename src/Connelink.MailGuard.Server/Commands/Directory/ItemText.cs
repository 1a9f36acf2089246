using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What a change did to one thing, for people: "+ a@client.example", "~ a@client.example plan: basic -> complete".</summary>
internal static class ItemText
{
    public static string Of(ChangeItem item)
    {
        var name = item.Subject == ChangeSubject.Entry ? item.Name : $"{SubjectOf(item)} {item.Name}";
        return (item.Before, item.After) switch
        {
            (null, null) => $"- {name}, erased",
            (null, { } after) => $"+ {name} {string.Join("; ", Properties(after))}",
            ({ } before, null) => $"- {name} {string.Join("; ", Properties(before))}",
            ({ } before, { } after) => $"~ {name} {string.Join("; ", Differences(before, after))}",
        };
    }

    public static string SubjectOf(ChangeItem item) => item.Subject.ToString().ToLowerInvariant();

    private static IEnumerable<string> Differences(string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        foreach (var name in Names(old).Union(Names(now)))
        {
            var (from, to) = (Value(old, name), Value(now, name));
            if (from != to) yield return $"{name}: {from ?? "none"} -> {to ?? "none"}";
        }
    }

    private static string[] Properties(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. Names(document).Where(name => name is not ("address" or "name")).Select(name => $"{name}: {Value(document, name)}")];
    }

    private static IEnumerable<string> Names(JsonDocument document) => document.RootElement.EnumerateObject().Select(property => property.Name);

    private static string? Value(JsonDocument document, string name) => document.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
}
