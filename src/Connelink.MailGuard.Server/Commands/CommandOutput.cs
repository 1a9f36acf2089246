using Connelink.MailGuard.Server.Check;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>Where a command writes: the program's streams, or those of a test.</summary>
/// <param name="Lines">For JSON and files.</param>
/// <param name="Table">For people.</param>
internal sealed record CommandOutput(Stream Lines, IAnsiConsole Table, TextWriter Errors, bool ShowsProgress)
{
    /// <summary>A width at which no line of text is broken.</summary>
    public const int Unbroken = 4096;

    /// <summary>Lines of text for people, which are never broken: they may go through a pipe.</summary>
    public TextWriter Text => Table.Profile.Out.Writer;

    /// <param name="width">Of tables where the output is no terminal.</param>
    public static CommandOutput OfConsole(int width = CheckTable.Width)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = width;
        return new(Console.OpenStandardOutput(), AnsiConsole.Console, Console.Error, !Console.IsErrorRedirected);
    }
}
