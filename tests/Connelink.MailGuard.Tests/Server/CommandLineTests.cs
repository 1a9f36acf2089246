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

    [Theory]
    [InlineData("recipent-limit", "recipient-limit")]
    [InlineData("HostNam", "HostName")]
    [InlineData("DECLAREDSENDER", "declared-sender")]
    [InlineData("rehears", "Rehearsal")]
    [InlineData("zzz", null)]
    public void The_nearest_known_name_is_suggested_and_none_when_none_is_near(string written, string? meant) =>
        Assert.Equal(meant, Connelink.MailGuard.Server.Configuration.Nearest.Of(written, ["HostName", "Rehearsal", "recipient-limit", "declared-sender"]));
}
