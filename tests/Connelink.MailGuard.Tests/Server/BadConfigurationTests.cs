using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server;

/// <summary>Each file of Configs with the mistakes that it must give, all at once: where, what, and the mend.</summary>
public sealed class BadConfigurationTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(SourceTree.PathOf("tests", "Connelink.MailGuard.Tests", "Configs"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_mistake_is_named_with_its_place_and_the_mend(string name)
    {
        var file = SourceTree.PathOf("tests", "Connelink.MailGuard.Tests", "Configs", name);
        var mistakes = SettingsReader.Read(file + ".json", []).Mistakes.Select(mistake => mistake.ToString().Replace(SourceTree.Root, "ROOT", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllLines(file + ".expected"), mistakes);
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_clear_mistake()
    {
        var mistake = Assert.Single(SettingsReader.Read("/nowhere/appsettings.json", []).Mistakes);
        Assert.Equal("error /nowhere/appsettings.json: there is no such file. Name the configuration with --config FILE; appsettings.sample.json is a start.", mistake.ToString());
    }
}
