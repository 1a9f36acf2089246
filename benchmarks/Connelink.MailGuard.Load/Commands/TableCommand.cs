using System.CommandLine;
using System.Text.Json;
using Connelink.MailGuard.Load.Report;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>table</c>: many reports as one comparison; the exit code is 1 when a cell is not valid.</summary>
internal static class TableCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("results") { Description = "a file with a report on each line" };
        var baseline = new Option<string>("--baseline") { Description = "the hop that is 1.00", DefaultValueFactory = _ => "haproxy" };
        var command = new Command("table", "prints a comparison of reports") { file, baseline };
        command.SetAction(arguments =>
        {
            var reports = File.ReadLines(arguments.GetValue(file)!).Where(line => line.StartsWith('{'))
                .Select(line => JsonSerializer.Deserialize<ClientReport>(line)!).ToList();
            return ComparisonTable.Print(reports, arguments.GetValue(baseline)!) ? 0 : 1;
        });
        return command;
    }
}
