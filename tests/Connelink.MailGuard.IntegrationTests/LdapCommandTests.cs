using System.Text.Json.Nodes;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>The synchronisation as an administrator has it: commands, and a gateway that does it by itself.</summary>
public sealed class LdapCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_source_is_added_checked_compared_synchronised_and_kept_in_step_by_the_gateway()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var (port, management) = (Ports.Free(), Ports.Free());
        _folder.Write("mailguard.json", Configuration(port, management));
        var settings = (server.TlsSettings with { Interval = TimeSpan.FromSeconds(5) }).ToJson();

        await RunAsync(0, "tenant", "create", "acme", "--domain", "acme.example");
        Assert.Contains("There is no source", await RunAsync(1, "sync"));
        var bad = await RunAsync(1, "source", "add", "acme", "domino", _folder.Write("bad.json", """{ "host": "a b", "port": 70000, "bindDn": "x", "maxShrink": 2, "plan": "basik" }"""));
        foreach (var word in new[] { "host:", "port:", "secretFile:", "maxShrink:", "did you mean 'basic'?" }) Assert.Contains(word, bad);
        Assert.Contains("cannot be read: line 1, column 11: there is no setting $.hostt; docs/directory.md lists all", await RunAsync(1, "source", "add", "acme", "domino", _folder.Write("bad.json", """{ "hostt": "a" }""")));
        await RunAsync(0, "source", "add", "acme", "domino", _folder.Write("good.json", settings));

        var check = await RunAsync(0, "source", "check", "domino");
        Assert.Contains("17 entries, read by pages of 100", check);
        Assert.Contains("4 person, 1 external, 1 mailbox, 5 group, 1 resource", check);
        Assert.Contains("+ group projet.x@acme.example, members", await RunAsync(0, "diff"));
        Assert.Contains("\"added\":12", await RunAsync(0, "diff", "domino", "--json"));
        Assert.Contains("was not synchronised yet", await RunAsync(0, "forwards"));
        Assert.Contains("domino of acme: 12 added", await RunAsync(0, "sync", "domino"));
        Assert.Contains("Hélène Lévêque,ou=Ventes,o=ACME -> hl@partenaire.example", await RunAsync(0, "forwards"));
        Assert.Contains("12 entries as of", await RunAsync(0, "source", "list"));
        Assert.Contains("\"settings\":{\"host\":\"localhost\"", await RunAsync(0, "source", "list", "--json"));
        Assert.Contains("--take-over", await RunAsync(1, "set", "jean.dupont@acme.example", "--add-alias", "jd@acme.example"));
        await RunAsync(0, "set", "jean.dupont@acme.example", "--plan", "complete", "--reason", "contract");
        Assert.Contains("0 would be added, 0 changed, 0 removed, 12 the same", await RunAsync(0, "diff"));

        await server.ModifyAsync("""
            dn: cn=Support Clients
            changetype: modify
            replace: internetaddress
            internetaddress: aide@acme.example

            """);
        await using var gateway = ChildProcess.Start(GatewayProcess.Dotnet, [GatewayProcess.Program, "serve", "--config", _folder.PathOf("mailguard.json")]);
        await Until.TrueAsync(() => gateway.Output.Contains("Source domino of tenant acme is synchronised: 0 added, 1 changed, 0 removed", StringComparison.Ordinal), "the first pass", 60);
        await server.StopAsync();
        await Until.TrueAsync(() => gateway.Output.Contains("Source domino of tenant acme is not synchronised", StringComparison.Ordinal), "the warning", 60);
        Assert.Contains("The directory goes on with its data of", gateway.Output);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{management}/metrics", TestContext.Current.CancellationToken);
        Assert.Matches("""mailguard_directory_passes_total\{.*result="failed".*source="domino".*tenant="acme".*\} [1-9]""", metrics);
        Assert.Matches("""mailguard_directory_source_age_seconds\{.*source="domino".*\} \d""", metrics);
        gateway.Terminate();
        await gateway.WaitAsync();
        Assert.Equal(0, gateway.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> RunAsync(int exitCode, params string[] command)
    {
        var (code, output) = await ChildProcess.RunAsync(GatewayProcess.Dotnet, [GatewayProcess.Program, "directory", .. command, "--config", _folder.PathOf("mailguard.json")]);
        Assert.True(code == exitCode, $"{string.Join(' ', command)}: {code}\n{output}");
        return output;
    }

    private string Configuration(int port, int management)
    {
        var configuration = JsonNode.Parse(new GatewaySetup { Hosts = [Ports.Free()] }.Configuration(_folder, port, Ports.Free()))!;
        configuration["MailGuard"]!["Directory"] = new JsonObject { ["Provider"] = "sqlite", ["Path"] = _folder.PathOf("directory.db") };
        configuration["MailGuard"]!["Management"] = new JsonObject { ["Endpoint"] = $"127.0.0.1:{management}" };
        return configuration.ToJsonString();
    }
}
