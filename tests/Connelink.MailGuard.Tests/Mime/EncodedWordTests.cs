using System.Diagnostics;
using System.Text;
using Connelink.MailGuard.Mime;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class EncodedWordTests
{
    [Theory]
    [InlineData("=?utf-8?Q?a_b=20c=3D?=", "a b c=")]
    [InlineData("x =?utf-8?q?a?= y =?UTF-8?B?Yg==?=", "a", "b")]
    [InlineData("=?utf-8*en?Q?a?=", "a")]
    [InlineData("\"=?us-ascii?b?YWJj?=\"", "abc")]
    [InlineData("=?iso-2022-jp?B?GyRCOzNAQBsoQmE=?=", "a")]
    [InlineData("=?shift_jis?B?g0Bh?=", "a")]
    [InlineData("=?utf-8?X?a?= =?utf-8?Q?b?=", "b")]
    [InlineData("=?utf-8?Q?=4?=", "=4")]
    [InlineData("=?utf-8?B?YWI?= =?utf-8?B?YQ?=", "ab", "a")]
    [InlineData("=?utf-8?B?Y!W-Jj YQ==YQ==?=", "abcaa")]
    [InlineData("=?utf-8?Q?a")]
    [InlineData("=?utf-8?Q")]
    [InlineData("=?=?=?")]
    [InlineData("")]
    public void Words_are_found_and_decoded(string text, params string[] expected) => Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Both_encodings_give_back_what_was_encoded() =>
        Gen.Byte[1, 127].Array[1, 50].Sample(octets =>
        {
            var b = $"=?us-ascii?B?{Convert.ToBase64String(octets)}?=";
            var q = $"=?us-ascii?Q?{string.Concat(octets.Select(octet => $"={octet:X2}"))}?=";
            var text = Encoding.Latin1.GetString(octets);
            return Read(Encoding.ASCII.GetBytes(b + " " + q)) is [var first, var second] && first == text && second == text;
        }, iter: 150_000);

    [Theory]
    [InlineData("=?a?q?x", 200_000)]
    [InlineData("=?", 700_000)]
    [InlineData("=?a?", 300_000)]
    [InlineData("=?a?x?y?=", 100_000)]
    public void Words_that_never_end_cost_linear_time(string piece, int times)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, times)));
        var watch = Stopwatch.StartNew();
        Read(text);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalMilliseconds:0.0} ms"); // minutes, if each began another look at the rest
    }

    private static List<string> Read(ReadOnlySpan<byte> text)
    {
        var words = new List<string>();
        Span<byte> decoded = stackalloc byte[256];
        while (EncodedWord.TryReadNext(ref text, decoded, out var octets)) words.Add(Encoding.UTF8.GetString(decoded[..octets]));
        return words;
    }
}
