using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Connelink.MailGuard.Tests.Repository;

/// <summary>Rules in the code, their settings and their pages are the same.</summary>
public sealed partial class RulePagesTests
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

    /// <summary>The settings that a page shows are those of the sample, which are the defaults; what is null there may be left out.</summary>
    [Fact]
    public void A_page_shows_the_defaults()
    {
        var skipComments = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        var settings = JsonNode.Parse(File.ReadAllText(SourceTree.PathOf("appsettings.sample.json")), documentOptions: skipComments)!;
        var sample = PolicyOptions.Section.Split(':').Aggregate(settings, (section, name) => section[name]!);
        Assert.All(Settings.Keys, rule =>
        {
            var defaults = sample[rule]!.AsObject().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!.ToJsonString());
            var shown = JsonNode.Parse($"{{{Regex.Match(Read(rule), $"^    (\"{rule}\": {{[^}}]*}})", RegexOptions.Multiline).Groups[1].Value}}}")![rule]!.AsObject();
            Assert.Equal(defaults.OrderBy(setting => setting.Key), shown.ToDictionary(setting => setting.Key, setting => setting.Value!.ToJsonString()).OrderBy(setting => setting.Key));
        });
    }

    [Fact]
    public void A_page_tells_the_reply_codes_of_its_rule() => Assert.All(Rules, rule =>
    {
        var reply = Regex.Match(Read(rule.Key), @"\*\*Reply\*\*.*?\n\n", RegexOptions.Singleline).Value;
        var codes = Codes().Matches(reply).Select(code => code.Value).ToList();
        Assert.Equal(CodesInSource(rule.Value.Name).Order(), codes.Distinct().Order());

        var inTables = $"\\| \\[{rule.Key}\\]\\(.*\\| (?<code>.*) \\|\\r?$";
        foreach (var table in new[] { Read("README"), File.ReadAllText(SourceTree.PathOf("README.md")) })
        {
            Assert.Equal(codes.FirstOrDefault("-"), Regex.Match(table, inTables, RegexOptions.Multiline).Groups["code"].Value);
        }
    });

    [Fact]
    public void The_replies_in_the_examples_are_in_words_of_the_rule() => Assert.All(Rules, rule =>
    {
        var phrases = PhrasesOf(rule.Value).Select(phrase => new Regex($"^{Regex.Escape(phrase.English).Replace("\\{0}", ".+", StringComparison.Ordinal)}( \\(limit \\d+\\))?$")).ToList();
        var codes = CodesInSource(rule.Value.Name);
        var shown = Regex.Matches(Read(rule.Key), $"S: (?<code>\\d{{3}} \\d\\.\\d+\\.\\d+) {rule.Key}: (?<text>.*); id ").ToList();
        Assert.Equal(codes.Count > 0, shown.Count > 0);
        Assert.All(shown, reply =>
        {
            Assert.Contains(reply.Groups["code"].Value, codes);
            Assert.Contains(phrases, phrase => phrase.IsMatch(reply.Groups["text"].Value));
        });
    });

    /// <summary>The codes of all objections that the files of a rule make.</summary>
    private static HashSet<string> CodesInSource(string type)
    {
        HashSet<string> codes = [];
        foreach (var file in Directory.GetFiles(SourceTree.PathOf("src", "Connelink.MailGuard", "Policy", "Rules"), type + "*.cs"))
        {
            var source = File.ReadAllText(file);
            foreach (Match made in Objections().Matches(source))
            {
                foreach (Capture code in made.Groups["code"].Captures) codes.Add($"{code.Value} {code.Value[0]}.{made.Groups["subject"].Value}.{made.Groups["detail"].Value}");
            }
            if (source.Contains("Objection.DirectoryUnavailable(", StringComparison.Ordinal)) codes.Add("451 4.3.0");
        }
        return codes;
    }

    private static IEnumerable<Phrase> PhrasesOf(Type rule)
    {
        foreach (var field in rule.GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static))
        {
            var value = field.GetValue(null);
            if (value is Phrase phrase) yield return phrase;
            if (field.FieldType.DeclaringType != rule) continue;
            foreach (var part in field.FieldType.GetProperties().Where(part => part.PropertyType == typeof(Phrase))) yield return (Phrase)part.GetValue(value)!;
        }
    }

    [GeneratedRegex(@"\b\d{3} \d\.\d+\.\d+")]
    private static partial Regex Codes();

    [GeneratedRegex(@"\((?:Name|RuleName), (?:\w+ \? (?<code>\d{3}) : )?(?<code>\d{3}), new\((?<subject>\d+), (?<detail>\d+)\)")]
    private static partial Regex Objections();

    private static string Read(string page) => File.ReadAllText(Path.Combine(Folder, page + ".md"));
}
