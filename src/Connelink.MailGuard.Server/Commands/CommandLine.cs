using System.CommandLine;
using System.CommandLine.Parsing;
using Connelink.MailGuard.Server.Commands.Directory;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>The program's commands and what they share: the configuration file and settings given as arguments.</summary>
internal static class CommandLine
{
    private const string SettingPrefix = "--MailGuard:";
    private const string LoggingPrefix = "--Logging:";

    public static Option<string> ConfigOption() => new("--config")
    {
        Description = "Configuration file; single settings may follow as --MailGuard:HostName=mail.example",
        DefaultValueFactory = _ => "appsettings.json",
        HelpName = "FILE",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var (arguments, settings) = Split(args);
        var parsed = Root(settings).Parse(arguments);
        // The default of 2 s would kill the process while sessions end their transactions; `serve` handles signals itself.
        var run = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        if (parsed.Errors.Count == 0 || UsageReport.IsQuestion(parsed))
        {
            var exitCode = await parsed.InvokeAsync(run);
            return parsed.Errors.Count > 0 ? ExitCodes.CannotStart : exitCode;
        }
        UsageReport.Print(parsed, Console.Error);
        return ExitCodes.CannotStart;
    }

    internal static RootCommand Root(string[] settings) => new("SMTP gateway between an antispam service and HCL Domino")
    {
        ServeCommand.Create(settings),
        DemoCommand.Create(),
        CheckCommand.Create(settings),
        DirectoryCommand.Create(settings),
        CompletionCommand.Create(),
        new Command("config", "About the configuration") { ConfigCheckCommand.Create(settings) },
    };

    /// <summary>Takes the settings out of the arguments: the command line parser would take their colons for its own.</summary>
    /// <remarks>"--MailGuard:HostName=x" and "--MailGuard:HostName x" both.</remarks>
    internal static (string[] Arguments, string[] Settings) Split(IReadOnlyList<string> args)
    {
        List<string> arguments = [], settings = [];
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
            {
                arguments.Add(args[i]);
                continue;
            }
            var isWhole = args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Count;
            settings.Add(isWhole ? args[i] : $"{args[i]}={args[++i]}");
        }
        return ([.. arguments], [.. settings]);
    }

    private static bool IsSetting(string arg) =>
        arg.StartsWith(SettingPrefix, StringComparison.OrdinalIgnoreCase) || arg.StartsWith(LoggingPrefix, StringComparison.OrdinalIgnoreCase);
}
