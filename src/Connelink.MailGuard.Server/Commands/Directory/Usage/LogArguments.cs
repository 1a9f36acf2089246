using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory.Usage;

/// <summary>Which transaction logs are read.</summary>
internal static class LogArguments
{
    public static readonly Option<string[]> Files = FilesOption();

    public static readonly Option<DateTimeOffset?> Since = new("--since") { Description = "Only transactions from this time on, like 2026-05-01", HelpName = "TIME" };

    private static Option<string[]> FilesOption()
    {
        var option = new Option<string[]>("--log")
        {
            Description = "Transaction logs that serve wrote, also .gz; - is standard input",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(result =>
        {
            foreach (var missing in result.Tokens.Select(token => token.Value).Where(file => file != "-" && !File.Exists(file))) result.AddError($"--log: there is no file \"{missing}\"");
        });
        return option;
    }

    /// <exception cref="DirectoryException">A log cannot be read.</exception>
    public static UsageLog Read(ParseResult parsed, DirectorySnapshot snapshot)
    {
        var log = new UsageLog(snapshot, parsed.GetValue(Since));
        foreach (var file in parsed.GetValue(Files)!)
        {
            try
            {
                log.Read(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new DirectoryException($"The log {file} cannot be read: {e.Message}", cause: e);
            }
        }
        return log;
    }
}
