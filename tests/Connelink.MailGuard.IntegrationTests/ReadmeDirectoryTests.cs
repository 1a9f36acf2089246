using System.Text.RegularExpressions;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>The README's section "Declare addresses", command by command as it stands there.</summary>
public sealed partial class ReadmeDirectoryTests
{
    [Fact]
    public async Task The_commands_of_the_README_do_what_it_says()
    {
        using var folder = new TempFolder();
        await using var domino = await OpenLdap.StartAsync(folder, DominoLdif.Traps.Replace("acme.example", "client.example", StringComparison.Ordinal));
        folder.Write("addresses.csv", string.Join('\n', Sheet().Matches(Section()).Select(row => row.Groups[1].Value)));
        folder.Write("domino.json", domino.TlsSettings.ToJson());
        folder.Write("appsettings.json", """{ "MailGuard": { "Directory": { "Provider": "sqlite", "Path": "directory.db" } } }""");
        var outputs = new List<string>();
        foreach (Match command in Commands().Matches(Section()))
        {
            var arguments = Words().Matches(command.Groups[1].Value).Select(word => word.Value.Trim('"')).Select(word => FileName().IsMatch(word) ? folder.PathOf(word) : word);
            var (exitCode, output) = await ChildProcess.RunAsync(GatewayProcess.Dotnet, [GatewayProcess.Program, .. arguments, "--config", folder.PathOf("appsettings.json")]);
            Assert.True(exitCode == 0, $"{command.Value}\n{output}");
            outputs.Add(output);
        }
        Assert.Equal(12, outputs.Count);
        Assert.Contains("Nothing was changed: this was a dry run.", outputs[1]);
        Assert.Contains("all@client.example is internal-only: all@client.example -> bob@partner.example is outside", outputs[2]);
        Assert.Contains("alias of", outputs[4]);
        Assert.Contains("all@client.example -> bob@partner.example, which is outside", outputs[5]);
        Assert.Contains("first list", outputs[6]);
        Assert.True(File.Exists(folder.PathOf("directory.html")));
        Assert.Contains("jdu@client.example", await File.ReadAllTextAsync(folder.PathOf("everything.json"), TestContext.Current.CancellationToken));
        Assert.Contains("17 entries, read by pages", outputs[10]);
        Assert.Contains("domino of client: 1", outputs[11]);
    }

    private static string Section()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Connelink.MailGuard.sln"))) root = Path.GetDirectoryName(root)!;
        return File.ReadAllText(Path.Combine(root, "README.md")).Split("## Declare addresses")[1].Split("\n## ")[0];
    }

    [GeneratedRegex(@"^    \./mailguard ([^#\n]+)", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"^    ((?:kind|person|group);.+)", RegexOptions.Multiline)]
    private static partial Regex Sheet();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^[a-z]+\.(csv|json|html)$")]
    private static partial Regex FileName();
}
