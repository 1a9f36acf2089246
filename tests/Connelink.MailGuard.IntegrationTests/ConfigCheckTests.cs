using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class ConfigCheckTests
{
    private const string Bad = """
        { "MailGuard": { "HostName": "",
          "Listeners": [ { "Name": "inbound", "Endpoint": "2525", "Direction": "sideways", "NextHop": "nowhere" } ],
          "NextHops": { "hop": { "Hosts": [], "MaxConnections": 0 } },
          "Directory": { "Provider": "file", "Path": "missing.json" } } }
        """;

    [Theory]
    [InlineData("config", "check", "--config")]
    [InlineData("serve", "--config")]
    public async Task A_bad_configuration_names_each_mistake_at_once_and_exits_with_2(params string[] command)
    {
        using var folder = new TempFolder();
        var file = folder.Write("bad.json", Bad);
        var (exitCode, output) = await ChildProcess.RunAsync(GatewayProcess.Dotnet, [GatewayProcess.Program, .. command, file]);

        Assert.Equal(2, exitCode);
        foreach (var path in new[] { "HostName", "Endpoint", "Direction", "Hosts", "MaxConnections", "Directory" }) Assert.Contains(path, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_missing_file_exits_with_2()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(GatewayProcess.Dotnet, [GatewayProcess.Program, "config", "check", "--config", "/nowhere/mailguard.json"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("/nowhere/mailguard.json", output);
    }
}
