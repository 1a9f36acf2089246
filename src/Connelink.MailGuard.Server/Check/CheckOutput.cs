using Spectre.Console;

namespace Connelink.MailGuard.Server.Check;

/// <summary>Where `check` writes: the program's streams, or those of a test.</summary>
/// <param name="Lines">For JSON.</param>
/// <param name="Table">For people.</param>
internal sealed record CheckOutput(Stream Lines, IAnsiConsole Table, TextWriter Errors, bool ShowsProgress)
{
    public static CheckOutput OfConsole()
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = CheckTable.Width;
        return new(Console.OpenStandardOutput(), AnsiConsole.Console, Console.Error, !Console.IsErrorRedirected);
    }
}
