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
        console.MarkupLine($"[{ColourOf(difference)}]{Markup.Escape(ItemText.Of(difference))}[/]");
    }

    public void End()
    {
        if (_count > limit) console.WriteLine($"and {CheckWords.Count(_count - limit)} more differences (--limit N lists more)");
    }

    public static string ColourOf(EntryDifference difference) => difference switch
    {
        { Before: null } => "green",
        { After: null } => "red",
        _ => "yellow",
    };
}
