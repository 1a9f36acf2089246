using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Check;

public sealed class CheckSettingsTests : IDisposable
{
    private readonly CheckFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mistakes_about_listeners_keep_nobody_from_judging_mail()
    {
        File.Copy(SourceTree.PathOf("directory.sample.json"), _folder.PathOf("directory.json"));
        var file = _folder.Add("a.json", """{ "MailGuard": { "HostName": "mailguard.example", "Listeners": [ { "Name": "x", "Certificate": "none.pem" } ], "Directory": { "Path": "directory.json" } } }""");

        Assert.NotNull(CheckSettings.Read(file, [], enforce: false, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("""{ "MailGuard": { "HostName": "mailguard.example", "Rules": { "mail-lop": { } } } }""", "MailGuard:Rules:mail-lop")]
    [InlineData("""{ "MailGuard": { "HostName": "mailguard.example", "Directory": { "Path": "none.json" } } }""", "none.json")]
    [InlineData("{", "")]
    public void Mistakes_about_rules_and_addresses_are_told(string json, string expected)
    {
        Assert.Null(CheckSettings.Read(_folder.Add("a.json", json), [], enforce: false, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
