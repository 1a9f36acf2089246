using System.Globalization;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Attacks;

/// <summary>The page on the attacks knows each family, and says of no more messages than there are that somebody falls for them.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathOf("tests", "Connelink.MailGuard.Attacks", "README.md"));

    private static readonly Dictionary<string, int> Families = Samples.Attacks.CountBy(sample => sample.Family).ToDictionary();

    private static readonly Dictionary<string, int[]> Measured = Row().Matches(Page)
        .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Split('|').Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray());

    [Fact]
    public void Each_family_is_on_the_page_and_no_other() =>
        Assert.Equal(Families.Keys.Order(), Measured.Keys.Concat(Named().Matches(Page).Select(name => name.Groups[1].Value)).Distinct().Order());

    [Fact]
    public void What_was_measured_are_messages_of_the_family() => Assert.All(Measured, row =>
    {
        Assert.InRange(row.Value[0], 1, Families[row.Key]);
        Assert.All(row.Value[1..], readers => Assert.InRange(readers, 0, row.Value[0]));
        Assert.InRange(row.Value[1], row.Value[2..].Max(), row.Value[0]);
    });

    [GeneratedRegex(@"^\| ([a-z0-9-]+) \| ([0-9 |]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>Below the table.</summary>
    [GeneratedRegex("(?<=Other families[^#]*)`([a-z-]+)`")]
    private static partial Regex Named();
}
