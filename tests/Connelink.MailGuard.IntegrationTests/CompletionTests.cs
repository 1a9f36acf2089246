using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>The scripts of `completion` in real shells, on a terminal.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string Script = """
        { "tenants": [ { "name": "client", "domains": ["client.example"], "entries": [
          { "kind": "person", "address": "jean.dupont@client.example" },
          { "kind": "person", "address": "`run`@client.example" } ] } ] }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bash", "source <(mailguard completion bash)", "--norc", "-i")]
    [InlineData("zsh", "autoload -Uz compinit; compinit -u -D; source <(mailguard completion zsh)", "-f", "-i")]
    [InlineData("fish", "mailguard completion fish | source", "--no-config", "-i")]
    public async Task A_shell_completes_commands_and_addresses(string shell, string setup, params string[] options)
    {
        var program = Programs.Require(shell);
        await PrepareAsync();
        foreach (var (typed, expected) in new[] { ("mailguard directory ren", "directory rename"), ("mailguard directory show jean.d", "jean.dupont@client.example"), ("mailguard directory show jean.dupont@cl", "jean.dupont@client.example") })
        {
            var (_, output) = await ChildProcess.RunAsync(
                Programs.Require("env"), ["-C", _folder.Name, $"PATH={_folder.Name}:{Environment.GetEnvironmentVariable("PATH")}", Programs.Require("python3"),
                    Path.Combine(AppContext.BaseDirectory, "Support/complete.py"), setup, typed, expected, program, .. options], seconds: 150);
            Assert.Contains(expected, output);
        }
    }

    /// <summary>Backquotes may stand in a local-part; compgen -W would run what is within them.</summary>
    [Fact]
    public async Task An_address_is_never_run_by_the_shell()
    {
        await PrepareAsync();
        Executable("run", $"#!/bin/sh\ntouch '{_folder.PathOf("ran")}'\n");
        var (exitCode, output) = await ChildProcess.RunAsync(Programs.Require("bash"), ["-c", $"""
            cd {_folder.Name}; PATH={_folder.Name}:$PATH; source <(mailguard completion bash)
            COMP_LINE='mailguard directory show ' COMP_POINT=25 COMP_WORDS=(mailguard directory show '') COMP_CWORD=3
            _mailguard mailguard; printf '%s\n' "${"{COMPREPLY[@]}"}"; eval "printf '%s\n' ${"{COMPREPLY[*]}"}"
            """]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("jean.dupont@client.example", output);
        Assert.Contains("`run`@client.example", output);
        Assert.False(File.Exists(_folder.PathOf("ran")));
    }

    private async Task PrepareAsync()
    {
        var configuration = System.Text.Json.Nodes.JsonNode.Parse(new GatewaySetup { Hosts = [Ports.Free()] }.Configuration(_folder, Ports.Free(), Ports.Free()))!;
        configuration["MailGuard"]!["Directory"] = new System.Text.Json.Nodes.JsonObject { ["Provider"] = "sqlite", ["Path"] = _folder.PathOf("directory.db") };
        _folder.Write("appsettings.json", configuration.ToJsonString());
        Executable("mailguard", $"#!/bin/sh\nexec '{GatewayProcess.Dotnet}' '{GatewayProcess.Program}' \"$@\"\n");
        var (exitCode, output) = await ChildProcess.RunAsync(
            GatewayProcess.Dotnet, [GatewayProcess.Program, "directory", "import", _folder.Write("a.json", Script), "--config", _folder.PathOf("appsettings.json")]);
        Assert.True(exitCode == 0, output);
    }

    private void Executable(string name, string script) => File.SetUnixFileMode(_folder.Write(name, script), (UnixFileMode)0b111_101_101);
}
