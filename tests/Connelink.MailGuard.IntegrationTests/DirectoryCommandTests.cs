using System.Text.Json.Nodes;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>`mailguard directory` as administrators call it.</summary>
public sealed class DirectoryCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _configuration;

    public DirectoryCommandTests() => _configuration = _folder.Write("mailguard.json", new JsonObject
    {
        ["MailGuard"] = new JsonObject { ["HostName"] = "mailguard.example", ["Directory"] = new JsonObject { ["Provider"] = "sqlite", ["Path"] = "directory.db" } },
    }.ToJsonString());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Addresses_are_declared_changed_and_put_back()
    {
        await DoneAsync("tenant create client --domain client.example --language fr --reason new");
        await DoneAsync("add person ada@client.example --alias a@client.example --plan basic");
        await DoneAsync("add group all@client.example --member ada@client.example bob@partner.example");
        await RefusedAsync("add person grace@client.example --alias A@client.example", "'a@client.example' is already an alias of ada@client.example");
        await DoneAsync("set ada@client.example --add-alias countess@client.example --plan complete");
        await DoneAsync("rename ada@client.example ada.lovelace@client.example");
        await DoneAsync("domain add client second.example");
        await DoneAsync("tenant suspend client");
        var log = await RunAsync("log --json");
        Assert.Equal(7, log.Output.TrimEnd().Split('\n').Length);
        Assert.All(log.Output.TrimEnd().Split('\n'), line => Assert.NotNull(JsonNode.Parse(line)!["items"]));
        await RefusedAsync("revert 4", "was changed again by change 5");
        await DoneAsync("revert 5");
        await DoneAsync("revert 4");
        await DoneAsync("remove all@client.example");
        await RefusedAsync("remove all@client.example", "is not declared");
        await DoneAsync("tenant erase client --yes");
        Assert.Equal(2, (await RunAsync("add pirate x@client.example")).ExitCode);
        Assert.Equal(2, (await RunAsync("add person not-an-address")).ExitCode);
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_refused_by_command_and_by_import()
    {
        const string Reason = "'nobody@client.example' is not declared";
        await DoneAsync("tenant create client --domain client.example");
        await RefusedAsync("add redirect info@client.example --target nobody@client.example", Reason);
        var file = _folder.Write("list.csv", "kind;address;targets\nredirect;info@client.example;nobody@client.example,ada@client.example\nperson;ada@client.example;\n");
        var (code, output) = await RunAsync($"import {file} --tenant client");
        Assert.Equal(2, code);
        Assert.Contains("line 2", output, StringComparison.Ordinal);
        Assert.Contains(Reason, output, StringComparison.Ordinal);
        _folder.Write("list.csv", "kind;address;targets\nredirect;info@client.example;ada@client.example\nperson;ada@client.example;\n");
        await DoneAsync($"import {file} --tenant client");
        await RefusedAsync("remove ada@client.example", "info@client.example targets: 'ada@client.example' is not declared");
        await RefusedAsync("set info@client.example --target info@client.example", "redirect loop info@client.example -> info@client.example");
    }

    /// <summary>kill -9 at some moment of a large change: all of it, or nothing.</summary>
    [Fact]
    public async Task A_command_that_is_killed_has_changed_nothing()
    {
        await DoneAsync("tenant create client --domain client.example");
        var options = new DirectoryOptions { Provider = DirectoryOptions.Sqlite, Path = _folder.PathOf("directory.db") };
        var store = DirectoryStore.Open(options);
        using (var change = store.Begin(new("tester", "fill", null)))
        {
            for (var i = 0; i < 2000; i++) change.Put(1, EntryJson.Read($$"""{"kind":"person","address":"p{{i}}@client.example"}"""));
            change.Commit();
        }
        for (var kill = 0; kill < 5; kill++)
        {
            await using var child = Start("tenant erase client --yes");
            var wal = new FileInfo(options.Path + "-wal");
            await Until.TrueAsync(
                () =>
                {
                    wal.Refresh();
                    return child.HasExited || (wal.Exists && wal.Length > kill * 20_000);
                }, "the change is under way");
            await child.KillAsync();
            var entries = store.Entries().Count();
            Assert.True(entries is 0 or 2000, $"{entries} entries");
            Assert.Equal(entries == 0 ? 3 : 2, store.Version());
            if (entries == 0) return; // It was quicker than the kill.
        }
    }

    private async Task DoneAsync(string arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.True(code == 0, $"{arguments}: {output}");
    }

    private async Task RefusedAsync(string arguments, string reason)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output)> RunAsync(string arguments) => ChildProcess.RunAsync(GatewayProcess.Dotnet, Command(arguments));

    private ChildProcess Start(string arguments) => ChildProcess.Start(GatewayProcess.Dotnet, Command(arguments));

    private string[] Command(string arguments) => [GatewayProcess.Program, "directory", .. arguments.Split(' '), "--config", _configuration];
}
