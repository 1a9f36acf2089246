using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Store;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What a change does to one thing, on a line for people: green "+" what comes, red "-" what goes, yellow "~" what changes.</summary>
internal static class DifferenceText
{
    /// <summary>With colours, where the output has them.</summary>
    public static string Markup(EntryDifference difference) => Markup(ChangeSubject.Entry, "", difference.Before, difference.After);

    public static string Markup(ChangeItem item) => Markup(item.Subject, item.Name, item.Before, item.After);

    /// <summary>"entry", "tenant", "source".</summary>
    public static string SubjectOf(ChangeItem item) => Word(item.Subject);

    private static string Markup(ChangeSubject subject, string name, string? before, string? after)
    {
        var (colour, line) = (before, after) switch
        {
            (null, null) => ("red", $"- {Title(subject, name)}, erased"),
            (null, { } made) => ("green", $"+ {Whole(subject, name, made)}"),
            ({ } gone, null) => ("red", $"- {Whole(subject, name, gone)}"),
            ({ } old, { } now) => ("yellow", $"~ {Changed(subject, name, old, now)}"),
        };
        return $"[{colour}]{line.EscapeMarkup()}[/]";
    }

    private static string Title(ChangeSubject subject, string name) => subject == ChangeSubject.Entry ? name : $"{Word(subject)} {name}";

    /// <summary>"person a@client.example, plan basic".</summary>
    private static string Whole(ChangeSubject subject, string name, string json)
    {
        var properties = Properties(json);
        var title = subject == ChangeSubject.Entry ? $"{First(properties, "kind")} {First(properties, "address")}" : Title(subject, name);
        var rest = properties.Where(property => property.Key is not ("kind" or "address" or "name") && property.Value.Items.Count > 0);
        return title + string.Concat(rest.Select(property => $", {property.Key} {string.Join(' ', property.Value.Items)}"));
    }

    /// <summary>"a@client.example: plan basic -> complete, aliases +b@client.example".</summary>
    private static string Changed(ChangeSubject subject, string name, string before, string after)
    {
        var (old, now) = (Properties(before), Properties(after));
        var title = subject == ChangeSubject.Entry ? First(now, "address") : Title(subject, name);
        var changes = old.Keys.Union(now.Keys).Select(property => Property(property, old.GetValueOrDefault(property), now.GetValueOrDefault(property)));
        return $"{title}: {string.Join(", ", changes.Where(text => text.Length > 0))}";
    }

    private static string Property(string name, PropertyText? before, PropertyText? after)
    {
        var (old, now) = (before?.Items ?? [], after?.Items ?? []);
        if (old.SequenceEqual(now)) return "";
        if (before?.IsList != true && after?.IsList != true) return $"{name} {First(old, "none")} -> {First(now, "none")}";
        var items = now.Except(old).Select(item => $"+{item}").Concat(old.Except(now).Select(item => $"-{item}")).ToList();
        return items.Count == 0 ? $"{name} in another order" : $"{name} {string.Join(' ', items)}";
    }

    private static string First(Dictionary<string, PropertyText> properties, string name) => First(properties.GetValueOrDefault(name)?.Items ?? [], "");

    private static string First(IReadOnlyList<string> items, string none) => items is [var first, ..] ? first : none;

    private static Dictionary<string, PropertyText> Properties(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Flat(document.RootElement, "").ToDictionary(property => property.Name, property => property.Text);
    }

    /// <summary>What stands within an object has both names: "mapping.members".</summary>
    private static IEnumerable<(string Name, PropertyText Text)> Flat(JsonElement element, string prefix) => element.EnumerateObject().SelectMany(property => property.Value.ValueKind switch
    {
        JsonValueKind.Object => Flat(property.Value, $"{prefix}{property.Name}."),
        JsonValueKind.Array => [(prefix + property.Name, new PropertyText(true, [.. property.Value.EnumerateArray().Select(Word)]))],
        JsonValueKind.Null => [(prefix + property.Name, new PropertyText(false, []))],
        _ => [(prefix + property.Name, new PropertyText(false, [Word(property.Value)]))],
    });

    private static string Word(ChangeSubject subject) => subject.ToString().ToLowerInvariant();

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.ToString(),
    };

    private sealed record PropertyText(bool IsList, IReadOnlyList<string> Items);
}
