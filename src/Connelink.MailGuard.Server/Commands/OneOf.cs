using System.CommandLine;
using System.CommandLine.Parsing;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>Arguments and options that take one of a few words: the shell completes them, and what is none of them is a mistake with the nearest word.</summary>
internal static class OneOf
{
    public static void TakeOneOf(this Argument argument, params string[] words)
    {
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => Check(result, argument.Name, words));
    }

    public static void TakeOneOf(this Option option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, option.Name, words));
    }

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value)))
        {
            result.AddError($"{name}: \"{token.Value}\" is none of {string.Join(", ", words)}{(Nearest.Of(token.Value, words) is { } near ? $"; did you mean {near}?" : "")}");
        }
    }
}
