using System.CommandLine;
using System.CommandLine.Parsing;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>What is wrong with the arguments, a line each, and where help is: the help itself would push the mistakes off the screen.</summary>
internal static class UsageReport
{
    public static void Print(ParseResult parsed, TextWriter output)
    {
        foreach (var mistake in Mistakes(parsed)) output.WriteLine($"mailguard: {mistake}");
        output.WriteLine($"For help: {PathOf(parsed.CommandResult)} --help");
    }

    /// <summary>Whether only the command is missing, which its help tells best.</summary>
    public static bool IsQuestion(ParseResult parsed) => HasCommands(parsed) && parsed.UnmatchedTokens.Count == 0;

    private static IEnumerable<string> Mistakes(ParseResult parsed)
    {
        // Behind a command that there is not, nothing can be judged.
        if (HasCommands(parsed)) return [Unmatched(parsed, parsed.UnmatchedTokens[0])];
        // What stands behind an option that there is not may be its value.
        var options = parsed.UnmatchedTokens.Where(IsOption).ToList();
        var unmatched = (options.Count > 0 ? options : parsed.UnmatchedTokens).Select(token => Unmatched(parsed, token));
        return [.. unmatched, .. parsed.Errors.Where(error => error.SymbolResult is not CommandResult || !IsUnmatched(parsed, error)).Select(Text)];
    }

    private static string Unmatched(ParseResult parsed, string token)
    {
        var command = parsed.CommandResult.Command;
        if (IsOption(token)) return $"there is no option {token}{Guess(token, command.Options.Select(option => option.Name))}";
        return command.Subcommands.Count > 0
            ? $"there is no command \"{token}\"{Guess(token, command.Subcommands.Select(child => child.Name))}"
            : $"\"{token}\" is more than is asked for{Hint(command)}";
    }

    private static string Guess(string written, IEnumerable<string> known) => Nearest.Of(written, known) is { } name ? $"; did you mean {name}?" : "";

    /// <summary>The configuration is named by an option in every command, and people put it where others take it.</summary>
    private static string Hint(Command command) => command.Arguments.Count == 0 && command.Options.Any(option => option.Name == "--config") ? "; a configuration is named with --config FILE" : "";

    private static string Text(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens: [var token, ..] } option when Type(option.Option.ValueType) is { } type => $"{option.Option.Name}: \"{token.Value}\" is {type}",
        ArgumentResult { Tokens: [var token, ..] } argument when Type(argument.Argument.ValueType) is { } type => $"{argument.Argument.Name}: \"{token.Value}\" is {type}",
        _ => error.Message.TrimEnd('.'),
    };

    /// <summary>The library's own words name types of the framework.</summary>
    private static string? Type(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int) || type == typeof(long)) return "no whole number";
        if (type == typeof(bool)) return "neither true nor false";
        return type == typeof(DateTimeOffset) ? "no time; write it as 2026-10-31 or 2026-10-31T12:00Z" : null;
    }

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    private static bool IsUnmatched(ParseResult parsed, ParseError error) => parsed.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    private static bool HasCommands(ParseResult parsed) => parsed.CommandResult.Command.Subcommands.Count > 0;

    private static string PathOf(CommandResult result) => result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "mailguard";
}
