using System.Text;
using Connelink.MailGuard.Smtp;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class PathParserTests
{
    [Theory]
    // Plain ones, and what canonical form makes of them.
    [InlineData("<ada@example.org>", "ada@example.org")]
    [InlineData("<Ada.Lovelace@Example.ORG>", "ada.lovelace@example.org")]
    [InlineData("<ada@example.org.>", "ada@example.org")]
    [InlineData("<a@b>", "a@b")]
    [InlineData("<user+tag@example.org>", "user+tag@example.org")]
    [InlineData("<!#$%&'*+-/=?^_`{|}~@example.org>", "!#$%&'*+-/=?^_`{|}~@example.org")]
    [InlineData("<a%b@example.org>", "a%b@example.org")]
    [InlineData("<host!user@example.org>", "host!user@example.org")]
    [InlineData("<SRS0=abcd=12=example.net=bob@example.org>", "srs0=abcd=12=example.net=bob@example.org")]
    [InlineData("<1@2.3>", "1@2.3")]
    [InlineData("<-a-@example.org>", "-a-@example.org")]
    // Dots where they should not be: Japanese carriers have them, and they mean one thing.
    [InlineData("<user..name@docomo.ne.jp>", "user..name@docomo.ne.jp")]
    [InlineData("<name.@docomo.ne.jp>", "name.@docomo.ne.jp")]
    [InlineData("<.name@docomo.ne.jp>", ".name@docomo.ne.jp")]
    [InlineData("<.@example.org>", ".@example.org")]
    // Quoted local-parts.
    [InlineData("<\"all\"@example.org>", "all@example.org")]
    [InlineData("<\"a\\l\\l\"@example.org>", "all@example.org")]
    [InlineData("<\"ALL\"@example.org>", "all@example.org")]
    [InlineData("<\"a b\"@example.org>", "a b@example.org")]
    [InlineData("<\"a\\ b\"@example.org>", "a b@example.org")]
    [InlineData("<\"a@b\"@example.org>", "a@b@example.org")]
    [InlineData("<\"a>b\"@example.org>", "a>b@example.org")]
    [InlineData("<\"a<b\"@example.org>", "a<b@example.org")]
    [InlineData("<\"a\\\"b\"@example.org>", "a\"b@example.org")]
    [InlineData("<\"a\\\\\"@example.org>", "a\\@example.org")]
    [InlineData("<\".\"@example.org>", ".@example.org")]
    [InlineData("<\" \"@example.org>", " @example.org")]
    // Domains.
    [InlineData("<a@_dmarc.example.org>", "a@_dmarc.example.org")]
    [InlineData("<a@my_host.example.org>", "a@my_host.example.org")]
    [InlineData("<a@xn--BCHER-KVA.example>", "a@xn--bcher-kva.example")]
    [InlineData("<a@1.2.3.4>", "a@1.2.3.4")]
    [InlineData("<a@a--b.example>", "a@a--b.example")]
    // Address literals.
    [InlineData("<a@[192.0.2.1]>", "a@[192.0.2.1]")]
    [InlineData("<a@[IPv6:2001:DB8::1]>", "a@[ipv6:2001:db8::1]")]
    [InlineData("<a@[ipv6:::1]>", "a@[ipv6:::1]")]
    [InlineData("<a@[IPv6:::ffff:192.0.2.1]>", "a@[ipv6:::ffff:192.0.2.1]")]
    [InlineData("<a@[x400:C=fr;A=b]>", "a@[x400:c=fr;a=b]")]
    // Source routes are dropped.
    [InlineData("<@a,@b:user@d>", "user@d", "user@d")]
    [InlineData("<@a:user@d>", "user@d", "user@d")]
    [InlineData("<@[192.0.2.1],@b.example:\"u\"@d>", "u@d", "\"u\"@d")]
    // Beyond ASCII.
    [InlineData("<Jürgen@example.org>", "jürgen@example.org")]
    [InlineData("<JÜRGEN@EXAMPLE.org>", "jürgen@example.org")]
    [InlineData("<Ada@BÜCHER.EXAMPLE>", "ada@xn--bcher-kva.example")]
    [InlineData("<\"\\\"ü\\\"\"@example.org>", "\"ü\"@example.org")]
    [InlineData("<\"JÜRGEN\"@example.org>", "jürgen@example.org")]
    [InlineData("<Ju\u0308rgen@example.org>", "jürgen@example.org")]
    [InlineData("<a@BÜCHER.example>", "a@xn--bcher-kva.example")]
    [InlineData("<a@bu\u0308cher.example>", "a@xn--bcher-kva.example")]
    [InlineData("<a@Bücher.example.>", "a@xn--bcher-kva.example")]
    [InlineData("<用户@例子.广告>", "用户@xn--fsqu00a.xn--4rr70v")]
    [InlineData("<\u212A@example.org>", "k@example.org")]
    [InlineData("<தமிழ்@example.org>", "தமிழ்@example.org")]
    public void A_good_path_is_read(string argument, string key, string? text = null)
    {
        var octets = Encoding.UTF8.GetBytes(argument);
        Assert.True(PathParser.TryParseForwardPath(octets, new OctetArena(), out var forward, out var rest));
        Assert.Equal(key, Encoding.UTF8.GetString(forward.Mailbox.Key.Span));
        Assert.Equal(text ?? argument[1..^1], Encoding.UTF8.GetString(forward.Mailbox.Text.Span));
        Assert.True(rest.IsEmpty);
        Assert.True(PathParser.TryParseReversePath(octets, new OctetArena(), out var reverse, out _));
        Assert.Equal(forward.Mailbox, reverse.Mailbox);
        Assert.False(reverse.IsNull);
    }

    [Theory]
    // Brackets.
    [InlineData("")]
    [InlineData("a@b")]
    [InlineData("<a@b")]
    [InlineData("a@b>")]
    [InlineData("<<a@b>>")]
    [InlineData("<a@b>>")]
    [InlineData("<a@b>x")]
    [InlineData("<a@b>SIZE=1")]
    [InlineData("<a@b><c@d>")]
    [InlineData("<a@b,c@d>")]
    [InlineData("< a@b>")]
    [InlineData("<a@b >")]
    [InlineData("Ada <a@b>")]
    [InlineData("<")]
    [InlineData(">")]
    // Local-parts.
    [InlineData("<@b>")]
    [InlineData("<a>")]
    [InlineData("<a@>")]
    [InlineData("<@>")]
    [InlineData("<a@b@c>")]
    [InlineData("<a b@c>")]
    [InlineData("<a\tb@c>")]
    [InlineData("<a\0b@c>")]
    [InlineData("<a\rb@c>")]
    [InlineData("<a\u007fb@c>")]
    [InlineData("<a,b@c>")]
    [InlineData("<a;b@c>")]
    [InlineData("<a:b@c>")]
    [InlineData("<a(c)@b>")]
    [InlineData("<(c)a@b>")]
    [InlineData("<a\\b@c>")]
    [InlineData("<a[b@c>")]
    [InlineData("<\"\"@b>")]
    [InlineData("<\"a@b>")]
    [InlineData("<a\"@b>")]
    [InlineData("<\"a\"b@c>")]
    [InlineData("<\"a\".b@c>")]
    [InlineData("<a.\"b\"@c>")]
    [InlineData("<\"a\\\"@b>")]
    [InlineData("<\"a\tb\"@c>")]
    [InlineData("<\"a\nb\"@c>")]
    [InlineData("<\"a\\\u0001\"@c>")]
    [InlineData("<\"a\\ü\"@c>")]
    [InlineData("<\"a\" @c>")]
    [InlineData("<\"a>")]
    // Domains.
    [InlineData("<a@.>")]
    [InlineData("<a@.b>")]
    [InlineData("<a@b..c>")]
    [InlineData("<a@b..>")]
    [InlineData("<a@-b.c>")]
    [InlineData("<a@b-.c>")]
    [InlineData("<a@b c>")]
    [InlineData("<a@b,c>")]
    [InlineData("<a@b:25>")]
    [InlineData("<a@b/c>")]
    [InlineData("<a@\"b\">")]
    [InlineData("<a@b\0>")]
    [InlineData("<a@b(c)>")]
    // Address literals.
    [InlineData("<a@[]>")]
    [InlineData("<a@[192.0.2.1>")]
    [InlineData("<a@192.0.2.1]>")]
    [InlineData("<a@[192.0.2]>")]
    [InlineData("<a@[192.0.2.256]>")]
    [InlineData("<a@[192.0.2.1.1]>")]
    [InlineData("<a@[192.0.2.]>")]
    [InlineData("<a@[0xC0.0.2.1]>")]
    [InlineData("<a@[ 192.0.2.1]>")]
    [InlineData("<a@[192.0.2.1].b>")]
    [InlineData("<a@[::1]>")]
    [InlineData("<a@[IPv6:]>")]
    [InlineData("<a@[IPv6:1]>")]
    [InlineData("<a@[IPv6:1:2:3:4:5:6:7:8:9]>")]
    [InlineData("<a@[IPv6:fe80::1%eth0]>")]
    [InlineData("<a@[IPv6:[::1]]>")]
    [InlineData("<a@[tag:]>")]
    [InlineData("<a@[tag:a b]>")]
    [InlineData("<a@[tag:a\\b]>")]
    [InlineData("<a@[t.g:x]>")]
    [InlineData("<a@[example.org]>")]
    // Source routes.
    [InlineData("<@a:>")]
    [InlineData("<@a,:b@c>")]
    [InlineData("<@a,b:c@d>")]
    [InlineData("<@a;b@c>")]
    [InlineData("<@a b@c>")]
    [InlineData("<@:b@c>")]
    [InlineData("<@a:@b:c@d>")]
    [InlineData("<@a:postmaster>")]
    [InlineData("<@a,")]
    // Beyond ASCII, but no text.
    [InlineData("<a\u00a0b@c>")]
    [InlineData("<a\u0085b@c>")]
    [InlineData("<a\u2028b@c>")]
    [InlineData("<a@\u3000b>")]
    [InlineData("<a@b\u037e>")]
    [InlineData("<a@\u3002b>")]
    public void A_bad_path_is_refused(string argument)
    {
        var octets = Encoding.UTF8.GetBytes(argument);
        Assert.False(PathParser.TryParseForwardPath(octets, new OctetArena(), out _, out _));
        Assert.False(PathParser.TryParseReversePath(octets, new OctetArena(), out _, out _));
    }

    [Theory]
    [InlineData("<a\xFF@b>")]
    [InlineData("<a\xC3@b>")]
    [InlineData("<\xC0\xAF@b>")]
    [InlineData("<a@\xE4\xF6>")]
    public void Octets_that_are_no_UTF8_are_refused(string latin1) =>
        Assert.False(PathParser.TryParseForwardPath(Encoding.Latin1.GetBytes(latin1), new OctetArena(), out _, out _));

    [Theory]
    [InlineData("<Postmaster>", "postmaster", true)]
    [InlineData("<POSTMASTER>", "postmaster", true)]
    [InlineData("<postmaster@example.org>", "postmaster@example.org", true)]
    [InlineData("<\"Post\\master\"@example.org>", "postmaster@example.org", true)]
    [InlineData("<postmaster2@example.org>", "postmaster2@example.org", false)]
    public void Postmaster_is_known_with_and_without_a_domain(string argument, string key, bool isPostmaster)
    {
        Assert.True(PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes(argument), new OctetArena(), out var path, out _));
        Assert.Equal(key, Encoding.UTF8.GetString(path.Mailbox.Key.Span));
        Assert.Equal(isPostmaster, path.IsPostmaster);
        Assert.Equal(argument[1..^1], path.ToString());
    }

    [Theory]
    [InlineData("<Postmaster >")]
    [InlineData("<Postmaster>x")]
    [InlineData("<Postmaster")]
    [InlineData("<\"Postmaster\">")]
    [InlineData("<>")]
    public void What_only_looks_like_postmaster_or_is_null_is_no_forward_path(string argument) =>
        Assert.False(PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes(argument), new OctetArena(), out _, out _));

    [Theory]
    [InlineData("<>", true, "")]
    [InlineData("<> SIZE=1", true, "SIZE=1")]
    [InlineData("<>x", false, "")]
    [InlineData("<Postmaster>", false, "")]
    public void The_null_reverse_path_is_a_case_of_its_own(string argument, bool isNull, string rest)
    {
        Assert.Equal(isNull, PathParser.TryParseReversePath(Encoding.ASCII.GetBytes(argument), new OctetArena(), out var path, out var parameters));
        if (!isNull) return;
        Assert.True(path.IsNull);
        Assert.Equal("", path.ToString());
        Assert.Equal(rest, Encoding.ASCII.GetString(parameters));
    }

    [Theory]
    [InlineData("<a@b> \t SIZE=1  BODY=7BIT", "SIZE=1  BODY=7BIT")]
    [InlineData("<a@b>\tX", "X")]
    [InlineData("<a@b>  ", "")]
    public void The_parameters_are_what_follows(string argument, string rest)
    {
        Assert.True(PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes(argument), new OctetArena(), out _, out var parameters));
        Assert.Equal(rest, Encoding.ASCII.GetString(parameters));
    }

    [Theory]
    [InlineData(256, 3, true)]
    [InlineData(257, 3, false)]
    [InlineData(1, 255, true)]
    [InlineData(1, 256, false)]
    public void Local_part_and_domain_have_limits(int local, int domain, bool good)
    {
        var labels = string.Concat(Enumerable.Repeat(new string('d', 49) + ".", 6))[..domain].TrimEnd('.').PadRight(domain, 'e');
        foreach (var text in (string[])[new string('l', local), "\"" + new string('l', Math.Max(local - 2, 1)) + "\""])
        {
            var path = Encoding.ASCII.GetBytes($"<{text}@{labels}>");
            Assert.Equal(good, PathParser.TryParseForwardPath(path, new OctetArena(), out _, out _));
        }
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_63_octets_at_most(int octets, bool good) =>
        Assert.Equal(good, PathParser.TryParseMailbox(Encoding.ASCII.GetBytes("a@" + new string('d', octets) + ".org"), new OctetArena(), out _));

    [Fact]
    public void A_source_route_does_not_make_a_path_of_any_length()
    {
        var route = string.Join(',', Enumerable.Repeat("@relay.example.org", 60));
        Assert.False(PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes($"<{route}:a@b>"), new OctetArena(), out _, out _));
    }

    [Theory]
    [InlineData("ada@example.org", false)]
    [InlineData("jürgen@example.org", true)]
    [InlineData("a@bücher.example", true)]
    public void A_mailbox_knows_whether_it_needs_SMTPUTF8(string text, bool isInternationalized)
    {
        Assert.True(PathParser.TryParseMailbox(Encoding.UTF8.GetBytes(text), new OctetArena(), out var mailbox));
        Assert.Equal(isInternationalized, mailbox.IsInternationalized);
    }

    [Theory]
    [InlineData("<a@b>")]
    [InlineData("postmaster")]
    [InlineData("@r:a@b")]
    [InlineData("a@b ")]
    [InlineData("")]
    public void A_mailbox_alone_has_neither_brackets_nor_route(string text) =>
        Assert.False(PathParser.TryParseMailbox(Encoding.ASCII.GetBytes(text), new OctetArena(), out _));

    [Fact]
    public void Local_part_and_domain_of_the_key_are_known_apart()
    {
        Assert.True(PathParser.TryParseMailbox("\"A@b\"@Example.ORG"u8, new OctetArena(), out var mailbox));
        Assert.Equal("a@b"u8, mailbox.LocalPart);
        Assert.Equal("example.org"u8, mailbox.Domain);
    }
}
