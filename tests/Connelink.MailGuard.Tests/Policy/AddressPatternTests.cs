using System.Text;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Policy;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class AddressPatternTests
{
    [Fact]
    public void A_pattern_means_what_its_regular_expression_means() =>
        Gen.Select(Gen.Char["ab@*"].Array[0, 8], Gen.Char["ab@"].Array[0, 10]).Sample((pattern, key) =>
        {
            var expression = $"^{string.Concat(pattern).Replace("*", "[^@]*", StringComparison.Ordinal)}\\z";
            return Regex.IsMatch(string.Concat(key), expression) == Matches(string.Concat(pattern), string.Concat(key));
        }, iter: 10_000);

    [Fact]
    public void Many_stars_take_no_long_time() =>
        Assert.False(Matches(string.Concat(Enumerable.Repeat("a*", 200)) + "b", new string('a', 1000)));

    private static bool Matches(string pattern, string key) => AddressPattern.Matches(Encoding.ASCII.GetBytes(pattern), Encoding.ASCII.GetBytes(key));
}
