using System.Text.Json;
using System.Text.Json.Nodes;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server;

/// <summary>appsettings.sample.json shows every setting with its default, and is a configuration that works.</summary>
public sealed class SampleSettingsTests
{
    private static readonly string[] Arguments = ["--MailGuard:Directory:Path=" + SourceTree.PathOf("directory.sample.json")];

    [Fact]
    public void The_sample_has_no_mistakes() =>
        Assert.Empty(SettingsReader.Read(SourceTree.PathOf("appsettings.sample.json"), Arguments).Mistakes);

    [Fact]
    public void The_sample_shows_every_setting()
    {
        var sample = JsonNode.Parse(
            File.ReadAllText(SourceTree.PathOf("appsettings.sample.json")),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!["MailGuard"]!.AsObject();

        Shows(sample, typeof(MailGuardOptions), "MailGuard");
        Shows(sample["Directory"]!.AsObject(), typeof(DirectoryOptions), "MailGuard:Directory");
        Shows(sample["Listeners"]![0]!.AsObject(), typeof(ListenerOptions), "MailGuard:Listeners:0");
        Shows(sample["NextHops"]!["domino"]!.AsObject(), typeof(NextHopOptions), "MailGuard:NextHops:domino");
    }

    [Fact]
    public void What_the_sample_shows_are_the_defaults()
    {
        var settings = SettingsReader.Read(SourceTree.PathOf("appsettings.sample.json"), Arguments).Settings!;

        Assert.Equal(Json(new SmtpOptions()), Json(settings.MailGuard.Smtp));
        Assert.Equal(Json(new PolicyOptions()), Json(settings.MailGuard.Rules));
        Assert.Equal(Json(new ManagementOptions()), Json(settings.MailGuard.Management));
        Assert.Equal(Json(new TransactionLogOptions()), Json(settings.MailGuard.Log));
        Assert.Equal(
            Json(new NextHopOptions { Hosts = ["127.0.0.1:2625"] }), Json(settings.MailGuard.NextHops["domino"]));
        Assert.Equal(
            Json(new DirectoryOptions { Path = settings.Directory.Path }), Json(settings.Directory));
    }

    private static void Shows(JsonObject section, Type options, string path)
    {
        foreach (var (name, property) in OptionsShape.Of(options))
        {
            Assert.True(section.ContainsKey(name), $"appsettings.sample.json does not show {path}:{name}");
            if (OptionsShape.IsSection(property.PropertyType)) Shows(section[name]!.AsObject(), property.PropertyType, $"{path}:{name}");
        }
    }

    private static string Json(object options) => JsonSerializer.Serialize(options, options.GetType());
}
