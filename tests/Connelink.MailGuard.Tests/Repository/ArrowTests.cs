using System.Text.RegularExpressions;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Repository;

/// <summary>Inside the engine the arrows go one way (docs/architecture.md).</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Session"] = ["Policy", "Relay", "Mime", "Audit", "Smtp", "Transport"],
        ["Relay"] = ["Smtp", "Transport"],
        ["Policy"] = ["Inspection", "Mime", "Archives", "Protection", "Smtp"],
        ["Audit"] = ["Policy", "Smtp"],
        ["Inspection"] = ["Mime", "Archives", "Protection", "Smtp"],
        ["Mime"] = [],
        ["Archives"] = [],
        ["Protection"] = ["Smtp"],
        ["Smtp"] = [],
        ["Transport"] = [],
    };

    [Fact]
    public void No_part_uses_one_that_it_must_not_know()
    {
        var engine = SourceTree.PathOf("src", "Connelink.MailGuard");
        Assert.Equal(Allowed.Keys.Order(), Directory.GetDirectories(engine).Select(Path.GetFileName).Except(["bin", "obj"]).Order());
        var wrong =
            from part in Allowed.Keys
            from file in Directory.EnumerateFiles(Path.Combine(engine, part), "*.cs", SearchOption.AllDirectories)
            from Match use in Use().Matches(File.ReadAllText(file))
            let used = use.Groups[1].Value
            where used != part && Allowed.ContainsKey(used) && !Allowed[part].Contains(used)
            select $"{Path.GetRelativePath(engine, file)} uses {used}";
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"Connelink\.MailGuard\.(\w+)")]
    private static partial Regex Use();
}
