using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Check;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What would become of entries and sources, a line each, up to a limit.</summary>
internal sealed class DifferenceList(IAnsiConsole console, int limit)
{
    private int _count;

    public void Add(EntryDifference difference)
    {
        if (_count++ < limit) console.MarkupLine(DifferenceText.Markup(difference));
    }

    public void Add(ChangeItem item)
    {
        if (_count++ < limit) console.MarkupLine(DifferenceText.Markup(item));
    }

    public void End()
    {
        if (_count > limit) console.WriteLine($"and {CheckWords.Count(_count - limit)} more differences (--limit N lists more)");
    }
}
