using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class DemoTests
{
    [Fact]
    public async Task Every_message_of_the_demo_gets_its_verdict()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(GatewayProcess.Dotnet, [GatewayProcess.Program, "demo"]);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("WRONG", output);
    }
}
