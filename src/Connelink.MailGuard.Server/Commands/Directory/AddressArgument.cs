using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Addresses and domains as arguments and options: their canonical keys, or a mistake on the command line.</summary>
internal static class AddressArgument
{
    public static Argument<string> One(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description, HelpName = name };
        argument.Validators.Add(result => Check(result));
        argument.CustomParser = result => KeyOf(result.Tokens[0].Value) ?? "";
        return argument;
    }

    public static Argument<string[]> Several(string name, string description)
    {
        var argument = new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(Check);
        argument.CustomParser = result => [.. result.Tokens.Select(token => KeyOf(token.Value) ?? "")];
        return argument;
    }

    public static Option<string[]> Many(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = "ADDRESS",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => KeyOf(token.Value) ?? "")],
        };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>Null: no address.</summary>
    public static string? KeyOf(string text) =>
        new AddressReader().TryRead(Encoding.UTF8.GetBytes(text), out var key) ? Encoding.UTF8.GetString(key) : null;

    private static void Check(SymbolResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (KeyOf(token.Value) is null) result.AddError($"\"{token.Value}\" is no address; write it as ada@example.org, without brackets");
        }
    }
}
