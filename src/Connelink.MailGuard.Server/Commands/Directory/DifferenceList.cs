using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Check;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What would become of entries, a line each: green what comes, red what goes, yellow what changes.</summary>
internal sealed class DifferenceList(IAnsiConsole console, int limit)
{
    private int _count;

    public void Add(EntryDifference difference)
    {
        if (_count++ >= limit) return;
        var line = (difference.Before, difference.After) switch
        {
            (null, { } after) => $"[green]+ {Markup.Escape(Whole(after))}[/]",
            ({ } before, null) => $"[red]- {Markup.Escape(Whole(before))}[/]",
            ({ } before, { } after) => $"[yellow]~ {Markup.Escape(Changed(before, after))}[/]",
            _ => "",
        };
        console.MarkupLine(line);
    }

    public void End()
    {
        if (_count > limit) console.WriteLine($"and {CheckWords.Count(_count - limit)} more differences (--limit N lists more)");
    }

    /// <summary>"person a@client.example, plan basic".</summary>
    private static string Whole(string json)
    {
        using var entry = JsonDocument.Parse(json);
        var rest = entry.RootElement.EnumerateObject().Where(property => property.Name is not ("kind" or "address")).Select(property => $", {property.Name} {Words(property.Value)}");
        return $"{entry.RootElement.GetProperty("kind")} {entry.RootElement.GetProperty("address")}{string.Concat(rest)}";
    }

    /// <summary>"a@client.example: plan basic -> complete, aliases +b@client.example".</summary>
    private static string Changed(string before, string after)
    {
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        var names = old.RootElement.EnumerateObject().Concat(now.RootElement.EnumerateObject()).Select(property => property.Name).Distinct();
        return $"{now.RootElement.GetProperty("address")}: {string.Join(", ", names.Select(name => Property(name, old.RootElement, now.RootElement)).Where(text => text.Length > 0))}";
    }

    private static string Property(string name, JsonElement before, JsonElement after)
    {
        var (old, now) = (Items(before, name), Items(after, name));
        if (old.SequenceEqual(now)) return "";
        if (name is not ("aliases" or "targets" or "members" or "senders" or "maySendAs" or "networks" or "mayRelayFrom" or "reversePaths" or "weakNames"))
        {
            return $"{name} {old.FirstOrDefault() ?? "none"} -> {now.FirstOrDefault() ?? "none"}";
        }
        var items = now.Except(old).Select(item => $"+{item}").Concat(old.Except(now).Select(item => $"-{item}")).ToList();
        return items.Count == 0 ? $"{name} in another order" : $"{name} {string.Join(' ', items)}";
    }

    private static List<string> Items(JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var value)) return [];
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())] : [Words(value)];
    }

    private static string Words(JsonElement value) => value.ValueKind == JsonValueKind.Array ? string.Join(" ", value.EnumerateArray()) : value.ToString();
}
