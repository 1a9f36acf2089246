using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`check`: what the gateway would have done with stored mail.</summary>
internal static class CheckCommand
{
    private const string Guess = "guess";
    private const int DefaultLimit = 1000;

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Messages, mbox files, maildirs or folders; - is standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "Configuration with rules and directory; default: appsettings.json if it is there, else the sample",
        HelpName = "FILE",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Reverse-path of all messages, \"\" for the null path; default: guessed from each",
        HelpName = "ADDRESS",
    };

    private static readonly Option<string[]> To = new("--to")
    {
        Description = "Recipient of all messages, as often as there are; default: guessed from each",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Enforce = new("--enforce") { Description = "Judge as if rules that only observe refused" };
    private static readonly Option<bool> All = new("--all") { Description = "List what would only be recorded or edited, too" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Rows of the table", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON for each message, and one with the figures" };
    private static readonly Option<string?> Report = new("--report") { Description = "Write a page for people: HTML, complete in itself", HelpName = "FILE.html" };
    private static readonly Option<string> Way = DirectionOption();

    /// <param name="settings">Single settings of the command line.</param>
    public static Command Create(string[] settings)
    {
        var command = new Command("check", "Show what would become of stored mail") { Paths, Config, Way, From, To, Enforce, All, Limit, Json, Report };
        command.Validators.Add(MustHaveMailboxes);
        command.SetAction(parsed => RunAsync(parsed, settings));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] arguments)
    {
        if (CheckSettings.Read(parsed.GetValue(Config), arguments, parsed.GetValue(Enforce), out var problem) is { } settings)
        {
            return await new CheckRun(OptionsOf(parsed), settings with { Log = Console.Error.WriteLine }, CommandOutput.OfConsole()).RunAsync();
        }
        await Console.Error.WriteLineAsync(problem);
        return ExitCodes.CannotStart;
    }

    private static CheckOptions OptionsOf(ParseResult parsed) => new()
    {
        Paths = parsed.GetValue(Paths)!,
        Direction = Enum.TryParse<Direction>(parsed.GetValue(Way), ignoreCase: true, out var direction) ? direction : null,
        From = parsed.GetValue(From) is { } from ? Encoding.UTF8.GetBytes(from) : (ReadOnlyMemory<byte>?)null,
        To = [.. parsed.GetValue(To)!.Select(to => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(to))],
        All = parsed.GetValue(All),
        Limit = parsed.GetValue(Limit),
        Json = parsed.GetValue(Json),
        Report = parsed.GetValue(Report),
    };

    private static Option<string> DirectionOption()
    {
        var option = new Option<string>("--direction")
        {
            Description = "inbound, outbound, submission, or guess from the author's domain",
            HelpName = "DIRECTION",
            DefaultValueFactory = _ => Guess,
        };
        option.TakeOneOf([Guess, .. Enum.GetValues<Direction>().Select(d => SettingValue.Word(d))]);
        return option;
    }

    private static void MustHaveMailboxes(CommandResult command)
    {
        var senders = command.GetResult(From)?.Tokens.Select(t => t.Value).Where(from => from.Length > 0) ?? [];
        var recipients = command.GetResult(To)?.Tokens.Select(t => t.Value) ?? [];
        foreach (var address in senders.Concat(recipients))
        {
            if (PathParser.TryParseMailbox(Encoding.UTF8.GetBytes(address), new OctetArena(), out _)) continue;
            command.AddError($"\"{address}\" is no address; write it as ada@example.org, without brackets");
        }
    }
}
