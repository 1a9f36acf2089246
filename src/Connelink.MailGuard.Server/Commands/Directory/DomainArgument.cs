using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Domains on the command line: lower-case A-labels, or a mistake.</summary>
internal static class DomainArgument
{
    public static Argument<string> One(string description)
    {
        var argument = new Argument<string>("DOMAIN") { Description = description, CustomParser = result => DomainOf(result.Tokens[0].Value) ?? "" };
        argument.Validators.Add(Check);
        return argument;
    }

    public static Option<string[]> Many(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = "DOMAIN",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.Select(token => DomainOf(token.Value) ?? "")],
        };
        option.Validators.Add(Check);
        return option;
    }

    private static string? DomainOf(string text) =>
        new AddressReader().TryReadDomain(Encoding.UTF8.GetBytes(text), out var domain) ? Encoding.UTF8.GetString(domain) : null;

    private static void Check(SymbolResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (DomainOf(token.Value) is null) result.AddError($"\"{token.Value}\" is no domain; write it like client.example");
        }
    }
}
