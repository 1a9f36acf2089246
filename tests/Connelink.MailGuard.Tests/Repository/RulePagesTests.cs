using System.Reflection;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Connelink.MailGuard.Tests.Repository;

/// <summary>Rules in the code, their settings and their pages are the same.</summary>
public sealed class RulePagesTests
{
    private static readonly string[] Guards = ["relay-denied", "suspended-tenant", "trusted-client"];

    private static readonly string Folder = SourceTree.PathOf("docs", "rules");

    private static Dictionary<string, Type> Rules { get; } = typeof(RuleSet).Assembly.GetTypes()
        .Select(type => (Type: type, Name: type.GetField("RuleName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(rule => rule.Name is not null)
        .ToDictionary(rule => rule.Name!, rule => rule.Type);

    private static Dictionary<string, PropertyInfo> Settings { get; } = typeof(PolicyOptions).GetProperties()
        .Where(property => property.PropertyType.IsAssignableTo(typeof(RuleOptions)))
        .ToDictionary(property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name);

    [Fact]
    public void Each_rule_says_its_name()
    {
        var implementations = typeof(RuleSet).Assembly.GetTypes().Where(type => type.IsClass
            && (type.IsAssignableTo(typeof(IEnvelopeRule)) || type.IsAssignableTo(typeof(IHeaderRule)) || type.IsAssignableTo(typeof(IHeaderEditor)) || type.IsAssignableTo(typeof(IContentRule))));
        Assert.All(implementations, type => Assert.Contains(type, Rules.Values));
    }

    [Fact]
    public void A_class_is_called_like_its_rule() =>
        Assert.All(Rules, rule => Assert.Equal(rule.Key.Replace("-", "", StringComparison.Ordinal), rule.Value.Name.Replace("Rule", "", StringComparison.Ordinal), ignoreCase: true));

    [Fact]
    public void Each_rule_but_the_guards_has_settings() =>
        Assert.Equal(Rules.Keys.Except(Guards).Order(), Settings.Keys.Order());

    [Fact]
    public void Each_rule_has_a_page_and_each_page_a_rule() =>
        Assert.Equal(Rules.Keys.Order(), Directory.GetFiles(Folder, "*.md").Select(Path.GetFileNameWithoutExtension).Where(name => name != "README").Order());

    [Fact]
    public void A_page_has_all_its_parts_and_is_in_the_list()
    {
        var list = Read("README");
        Assert.All(Rules.Keys, rule =>
        {
            Assert.Contains($"[{rule}]({rule}.md)", list, StringComparison.Ordinal);
            var page = Read(rule);
            Assert.StartsWith($"# {rule}\n", page, StringComparison.Ordinal);
            Assert.All(["**Reply**", "**Settings**", "**Example**", "**Trying it first**", "**Mending**"], part => Assert.Contains(part, page, StringComparison.Ordinal));
            Assert.Contains($" {rule}: ", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_page_names_each_setting_of_its_rule() =>
        Assert.All(Settings, setting => Assert.All(
            setting.Value.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name)
                .Except(["Inbound", "Outbound", "Submission"]),
            name => Assert.Contains($"\"{name}\"", Read(setting.Key), StringComparison.Ordinal)));

    private static string Read(string page) => File.ReadAllText(Path.Combine(Folder, page + ".md"));
}
