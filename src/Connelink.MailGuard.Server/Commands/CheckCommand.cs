using System.CommandLine;
using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Check.Reading;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`check`: what the gateway would have done with stored mail.</summary>
internal static class CheckCommand
{
    private const string Guess = "guess";
    private const int DefaultLimit = 1000;

    public static Command Create(string[] settings)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Messages, mbox files, maildirs or folders; - is standard input", Arity = ArgumentArity.OneOrMore };
        var config = new Option<string?>("--config") { Description = "Configuration with rules and directory; default: appsettings.json if it is there, else the sample", HelpName = "FILE" };
        var direction = new Option<string>("--direction") { Description = "inbound, outbound, submission, or guess from the author's domain", DefaultValueFactory = _ => Guess };
        direction.AcceptOnlyFromAmong([Guess, .. Enum.GetValues<Direction>().Select(d => SettingValue.Word(d))]);
        var from = new Option<string?>("--from") { Description = "Reverse-path of all messages, \"\" for the null path; default: guessed from each", HelpName = "ADDRESS" };
        var to = new Option<string[]>("--to") { Description = "Recipient of all messages, as often as there are; default: guessed from each", HelpName = "ADDRESS", DefaultValueFactory = _ => [] };
        var enforce = new Option<bool>("--enforce") { Description = "Judge as if rules that only observe refused" };
        var all = new Option<bool>("--all") { Description = "List what would only be recorded or edited, too" };
        var limit = new Option<int>("--limit") { Description = "Rows of the table", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
        var json = new Option<bool>("--json") { Description = "One line of JSON for each message, and one with the figures" };
        var report = new Option<string?>("--report") { Description = "Write a page for people: HTML, complete in itself", HelpName = "FILE.html" };

        var command = new Command("check", "Show what would become of stored mail") { paths, config, direction, from, to, enforce, all, limit, json, report };
        foreach (var address in (Option[])[from, to]) address.Validators.Add(MustBeMailboxes);
        command.SetAction(parsed =>
        {
            var options = new CheckOptions
            {
                Paths = parsed.GetValue(paths)!,
                Direction = parsed.GetValue(direction) is { } word && word != Guess ? Enum.Parse<Direction>(word, ignoreCase: true) : null,
                From = parsed.GetValue(from) is { } address ? Encoding.UTF8.GetBytes(address) : (ReadOnlyMemory<byte>?)null,
                To = [.. parsed.GetValue(to)!.Select(recipient => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(recipient))],
                All = parsed.GetValue(all),
                Limit = parsed.GetValue(limit),
                Json = parsed.GetValue(json),
                Report = parsed.GetValue(report),
            };
            if (CheckSettings.Read(parsed.GetValue(config), settings, parsed.GetValue(enforce), out var problem) is { } found)
            {
                return new CheckRun(options, found with { Log = Console.Error.WriteLine }, CheckOutput.OfConsole()).RunAsync();
            }
            Console.Error.WriteLine(problem);
            return Task.FromResult(ExitCodes.CannotStart);
        });
        return command;
    }

    private static void MustBeMailboxes(System.CommandLine.Parsing.OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            var isNullPath = token.Value.Length == 0 && result.Option.Name == "--from";
            if (isNullPath || PathParser.TryParseMailbox(Encoding.UTF8.GetBytes(token.Value), new OctetArena(), out _)) continue;
            result.AddError($"\"{token.Value}\" is no address; write it as ada@example.org, without brackets");
        }
    }
}
