using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class NfcTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("u\u0308", "\u00FC")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u212A", "K")]
    [InlineData("\u00EA\u0323", "\u1EC7")]
    [InlineData("e\u0323\u0302", "\u1EC7")]
    [InlineData("e\u0302\u0323", "\u1EC7")]
    [InlineData("s\u0307\u0323", "\u1E69")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("\uD55C\u11AB", "\uD55C\u11AB")]
    [InlineData("\u0BC6\u0BBE", "\u0BCA")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0308u", "\u0308u")]
    [InlineData("\uFB01", "\uFB01")]
    public void Text_is_composed_as_Unicode_says(string text, string expected) => Assert.Equal(expected, Nfc.Normalise(text));

    [Fact]
    public void Characters_outside_the_first_plane_compose_too() => Assert.Equal("\U0001109A", Nfc.Normalise("\U00011099\U000110BA"));

    [Fact]
    public void What_is_normalised_stays_as_it_is() =>
        Gen.OneOf(Gen.Char['\u0041', '\u04FF'], Gen.Char['\u0900', '\u0DFF'], Gen.Char['\u1100', '\u1FFF'], Gen.Char['\uAC00', '\uAC40'])
            .Array[1, 8].Sample(letters =>
            {
                var once = Nfc.Normalise(new string(letters));
                Assert.Equal(once, Nfc.Normalise(once));
            }, iter: 20_000);
}
