using System.CommandLine;
using Connelink.MailGuard.Server.Commands;
using Xunit;

namespace Connelink.MailGuard.Tests.Server;

public sealed class CommandLineTests
{
    [Fact]
    public void Settings_are_taken_out_of_the_arguments_in_both_forms()
    {
        var (arguments, settings) = CommandLine.Split(["serve", "--MailGuard:HostName=a.example", "--config", "f", "--mailguard:Smtp:MaxErrors", "5", "--Logging:LogLevel:Default=Debug"]);

        Assert.Equal(["serve", "--config", "f"], arguments);
        Assert.Equal(["--MailGuard:HostName=a.example", "--mailguard:Smtp:MaxErrors=5", "--Logging:LogLevel:Default=Debug"], settings);
    }

    /// <summary>Help asks for nothing: no configuration, no directory, no completions.</summary>
    [Fact]
    public async Task Every_command_has_a_help_that_says_what_each_argument_and_option_is()
    {
        foreach (var path in Paths("", CommandLine.Root([])))
        {
            var words = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            using var output = new StringWriter();
            Assert.Equal(0, await CommandLine.Root([]).Parse([.. words, "--help"]).InvokeAsync(new() { Output = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));
            Assert.Contains($"  {RootCommand.ExecutableName}{path} ", output.ToString(), StringComparison.Ordinal);
            var command = CommandLine.Root([]).Parse(words).CommandResult.Command;
            Assert.All<Symbol>([command, .. command.Arguments, .. command.Options], symbol => Assert.False(string.IsNullOrEmpty(symbol.Description), $"{path} {symbol.Name}"));
        }

        static IEnumerable<string> Paths(string path, Command command) =>
            command.Subcommands.SelectMany(child => Paths($"{path} {child.Name}", child)).Prepend(path);
    }

    [Theory]
    [InlineData("serv", "there is no command \"serv\"; did you mean serve?", "mailguard --help")]
    [InlineData("serve --confg a.json", "there is no option --confg; did you mean --config?", "mailguard serve --help")]
    [InlineData("config check a.json", "\"a.json\" is more than is asked for; a configuration is named with --config FILE", "mailguard config check --help")]
    [InlineData("directory ad person a@client.example --plan basic", "there is no command \"ad\"; did you mean add?", "mailguard directory --help")]
    [InlineData("directory add persn a@client.example", "KIND: \"persn\" is none of person, external, mailbox, redirect, group, resource, application; did you mean person?", "mailguard directory add --help")]
    [InlineData("directory add person a.client.example", "\"a.client.example\" is no address; write it as ada@example.org, without brackets", "mailguard directory add --help")]
    [InlineData("directory revert x", "N: \"x\" is no whole number", "mailguard directory revert --help")]
    [InlineData("directory log --since yesterday", "--since: \"yesterday\" is no time; write it as 2026-10-31 or 2026-10-31T12:00Z", "mailguard directory log --help")]
    [InlineData("directory suggest --log no.log", "--log: there is no file \"no.log\"", "mailguard directory suggest --help")]
    [InlineData("check", "Required argument 'PATH' missing for command: 'check'", "mailguard check --help")]
    public void A_mistake_in_the_arguments_is_one_line_and_where_help_is(string arguments, string mistake, string help)
    {
        using var output = new StringWriter { NewLine = "\n" };
        UsageReport.Print(CommandLine.Root([]).Parse(arguments), output);
        Assert.Equal($"mailguard: {mistake}\nFor help: {help}\n", output.ToString());
    }

    [Fact]
    public void All_mistakes_in_the_arguments_are_told_at_once()
    {
        using var output = new StringWriter { NewLine = "\n" };
        UsageReport.Print(CommandLine.Root([]).Parse("directory log --since yesterday --limit x --al"), output);
        Assert.Equal(4, output.ToString().TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("recipent-limit", "recipient-limit")]
    [InlineData("HostNam", "HostName")]
    [InlineData("DECLAREDSENDER", "declared-sender")]
    [InlineData("rehears", "Rehearsal")]
    [InlineData("zzz", null)]
    public void The_nearest_known_name_is_suggested_and_none_when_none_is_near(string written, string? meant) =>
        Assert.Equal(meant, Connelink.MailGuard.Server.Configuration.Nearest.Of(written, ["HostName", "Rehearsal", "recipient-limit", "declared-sender"]));
}
