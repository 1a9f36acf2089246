using System.CommandLine;
using System.CommandLine.Completions;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What all commands on the directory share: the store that the configuration names, who changes it, and why.</summary>
internal sealed class StoreArguments(string[] settings)
{
    private const int MaxCompletions = 50;

    public Option<string> Config { get; } = CommandLine.ConfigOption();

    private Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the change log", HelpName = "TEXT" };

    private Option<string> By { get; } = new("--by")
    {
        Description = "Who, for the change log; default: the user who calls",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SUDO_USER") ?? Environment.UserName,
    };

    /// <summary>A command that reads.</summary>
    public Command Reading(Command command, Func<ParseResult, DirectoryStore, int> run)
    {
        command.Options.Add(Config);
        command.SetAction(parsed => Run(parsed, run));
        return command;
    }

    /// <summary>A command that changes.</summary>
    /// <param name="run">Gets the store and what to put into the change log besides the action.</param>
    public Command Changing(Command command, Func<ParseResult, DirectoryStore, Func<string, ChangeReason>, int> run)
    {
        command.Options.Add(Reason);
        command.Options.Add(By);
        return Reading(command, (parsed, store) =>
            run(parsed, store, action => new ChangeReason(parsed.GetValue(By)!, action, parsed.GetValue(Reason))));
    }

    /// <summary>Declared addresses that begin as what is typed, for the shell; none where there is no store to ask.</summary>
    public IEnumerable<CompletionItem> Addresses(CompletionContext context)
    {
        if (context.ParseResult.GetValue(Config) is not { } file || SettingsReader.Read(file, settings).Settings is not { } read) return [];
        try
        {
            return DirectoryStore.Open(read.Directory).StartingWith(context.WordToComplete.ToLowerInvariant(), MaxCompletions).Select(address => new CompletionItem(address));
        }
        catch (DirectoryException)
        {
            return []; // Somebody is typing: the command itself says what is wrong.
        }
    }

    /// <summary>The section Directory of the configuration; null when it has mistakes, which are told.</summary>
    public DirectoryOptions? OptionsOf(ParseResult parsed)
    {
        var reading = SettingsReader.Read(parsed.GetValue(Config)!, settings);
        Mistake[] mistakes = [.. reading.Mistakes.Where(mistake => !mistake.IsWarning && (reading.Settings is null || IsOurs(mistake)))];
        MistakeReport.Print(mistakes, Console.Error, isTerminal: false);
        return mistakes.Length == 0 ? reading.Settings!.Directory : null;
    }

    private int Run(ParseResult parsed, Func<ParseResult, DirectoryStore, int> run)
    {
        if (OptionsOf(parsed) is not { } options) return ExitCodes.CannotStart;
        if (options.Provider == DirectoryOptions.File)
        {
            Console.Error.WriteLine(
                $"mailguard: the directory is the file {options.Path}, which is changed with an editor. For these commands write \"Provider\": \"sqlite\", \"Path\": \"directory.db\" in {parsed.GetValue(Config)}; directory import takes the file over");
            return ExitCodes.CannotStart;
        }
        DirectoryStore store;
        try
        {
            store = DirectoryStore.Open(options);
        }
        catch (DirectoryException failure)
        {
            Console.Error.WriteLine($"mailguard: {failure.Message}");
            return ExitCodes.CannotStart;
        }
        try
        {
            return run(parsed, store);
        }
        catch (DirectoryException refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return ExitCodes.Refused;
        }
    }

    private static bool IsOurs(Mistake mistake) => mistake.Path.StartsWith(DirectoryOptions.Section, StringComparison.OrdinalIgnoreCase);
}
