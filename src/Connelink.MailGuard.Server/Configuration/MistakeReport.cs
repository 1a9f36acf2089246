using Spectre.Console;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Prints mistakes: a table for people at a terminal, one line each where another program reads.</summary>
internal static class MistakeReport
{
    public static void Print(IReadOnlyList<Mistake> mistakes, TextWriter output, bool isTerminal)
    {
        if (mistakes.Count == 0) return;
        if (isTerminal) AnsiConsole.Write(Table(mistakes));
        else foreach (var mistake in mistakes) output.WriteLine(mistake);
    }

    public static string Count(IReadOnlyList<Mistake> mistakes)
    {
        var (errors, warnings) = (mistakes.Count(m => !m.IsWarning), mistakes.Count(m => m.IsWarning));
        return $"{errors} {(errors == 1 ? "error" : "errors")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}";
    }

    private static Table Table(IReadOnlyList<Mistake> mistakes)
    {
        var table = new Table().RoundedBorder().ShowRowSeparators().AddColumns("", "Setting", "What is wrong", "Mend");
        foreach (var mistake in mistakes)
        {
            var colour = mistake.IsWarning ? "yellow" : "red";
            var where = Markup.Escape(mistake.Path) + (mistake.Origin is null ? "" : $"\n[grey]{Markup.Escape(mistake.Origin)}[/]");
            table.AddRow($"[{colour}]{mistake.Kind}[/]", where, Markup.Escape(mistake.What), Markup.Escape(mistake.Mend));
        }
        return table;
    }
}
