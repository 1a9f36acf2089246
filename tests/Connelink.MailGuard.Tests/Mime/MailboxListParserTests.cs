using System.Diagnostics;
using System.Text;
using Connelink.MailGuard.Mime;
using CsCheck;
using MimeKit;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class MailboxListParserTests
{
    [Theory]
    [InlineData("ada@x.example", "Mailbox |ada@x.example|")]
    [InlineData(" Ada L <ada@x.example> (x) ", "Mailbox Ada L <|ada@x.example|> (x)")]
    [InlineData("a@x, b@y;c@z", "Mailbox |a@x|; Mailbox |b@y| StrayGroup; Mailbox |c@z|")]
    [InlineData("Dupont, Jean <j@x>, b@y", "Mailbox Dupont, Jean <|j@x|> UnquotedComma; Mailbox |b@y|")]
    [InlineData("Dupont, Jean", "Words Dupont, Jean UnquotedComma")]
    [InlineData("\"a,b:c;<d@e>\" <f@g>", "Mailbox \"a,b:c;<d@e>\" <|f@g|>")]
    [InlineData("\"a,b\"@x", "Mailbox |\"a,b\"@x|")]
    [InlineData("(a,b@c), (d) e@f", "Comment (a,b@c) AddressInComment; Mailbox (d) |e@f|")]
    [InlineData("Team: a@x, B <b@y>; , c@z", "GroupStart Team:; Mailbox |a@x|; Mailbox B <|b@y|>; GroupEnd ;; Mailbox |c@z|")]
    [InlineData("A:B:a@x;", "GroupStart A:; GroupStart B: StrayGroup; Mailbox |a@x|; GroupEnd ;")]
    [InlineData("undisclosed-recipients:;", "GroupStart undisclosed-recipients:; GroupEnd ;")]
    [InlineData("<@a,@b:u@d>", "Mailbox <@a,@b:|u@d|> Route")]
    [InlineData("<u@d", "Mailbox <|u@d| UnclosedAngle")]
    [InlineData("<a@b, <c@d>", "Mailbox <|a@b| UnclosedAngle; Mailbox <|c@d|>")]
    [InlineData("A <a@b> <c@d>", "Mailbox A <a@b> <|c@d|> SeveralAngles")]
    [InlineData("a@b c@d", "Mailbox |c@d| StrayText", true)]
    [InlineData("a@b <c@d>", "Mailbox a@b <|c@d|> AddressOutside")]
    [InlineData("<a@b> c", "Mailbox <|a@b|> c StrayText")]
    [InlineData("u@[1.2.3.4], u@[IPv6:::1]", "Mailbox |u@[1.2.3.4]|; Mailbox |u@[IPv6:::1]|")]
    [InlineData("u@[1.2.3.4", "Mailbox |u@[1.2.3.4|")]
    [InlineData("\"u <a@b>", "Mailbox \"u <|a@b|> UnclosedQuote")]
    [InlineData("(u <a@b>", "Mailbox (u <|a@b|> UnclosedComment")]
    [InlineData("a\\,b <a@b>", "Mailbox a\\,b <|a@b|> Backslash")]
    [InlineData("=?q?@?= <=?q?@b>", "Mailbox =?q?@?= <|=?q?@b|> AddressOutside, EncodedWordInAddress")]
    [InlineData("<a @b>", "Mailbox <|a @b|> GapInAddress")]
    [InlineData("<>", "Mailbox <||>")]
    [InlineData(",,\t, ,", "")]
    [InlineData("", "")]
    public void Items_are_what_they_look_like(string body, string expected, bool isRunOnly = false)
    {
        var items = Describe(Encoding.UTF8.GetBytes(body));
        if (isRunOnly) Assert.EndsWith("StrayText", items, StringComparison.Ordinal);
        else Assert.Equal(expected, items);
    }

    [Fact]
    public void Any_octets_are_taken_and_each_item_lies_behind_the_last() =>
        Gen.Frequency((3, Gen.Char["<>()\",:;@\\[] \r\n\t.=?ab"]), (1, Gen.Char['\0', 'ÿ'])).Array[0, 60].Sample(letters =>
        {
            var body = Encoding.Latin1.GetBytes(letters);
            var end = 0;
            foreach (var item in new MailboxListParser(body))
            {
                if (item.Whole.Start < end || item.Whole.End > body.Length || item.Whole.IsEmpty) return false;
                if (!Within(item.Bare, item.Whole) || !Within(item.Address, item.Whole)) return false;
                if (!item.Angle.IsEmpty && !item.Address.IsEmpty && !Within(item.Address, item.Angle)) return false;
                end = item.Whole.End;
            }
            return true;
        }, iter: 200_000);

    [Fact]
    public void Honest_lists_read_as_MimeKit_reads_them()
    {
        var atom = Gen.Char["abcXYZ019-_+"].Array[1, 8].Select(letters => new string(letters));
        var address = Gen.Select(atom, atom, (local, domain) => $"{local}@{domain.Trim('-', '_', '+')}x.example");
        var phrase = Gen.OneOf(
            Gen.Const(""),
            atom.Array[1, 3].Select(words => string.Join(' ', words) + " "),
            atom.Array[1, 3].Select(words => $"\"{string.Join(", ", words)}\" "),
            Gen.Const("\"a\\\"b (c) <d@e>; f\" "),
            Gen.Const("=?utf-8?Q?Ad=C3=A8le?= "),
            Gen.Const("Adèle "));
        var fold = Gen.OneOf(Gen.Const(" "), Gen.Const("\r\n "), Gen.Const(" (x (y) \\) z) "));
        var mailbox = Gen.OneOf(address, Gen.Select(phrase, fold, address, (name, blank, text) => $"{name}{(name.Length == 0 ? "" : blank)}<{text}>"));
        var member = mailbox.Array[1, 4].Select(items => string.Join(", ", items));
        var list = Gen.OneOf(member, Gen.Select(atom, member, (name, items) => $"{name}: {items};")).Array[1, 3].Select(items => string.Join(",\r\n ", items));
        list.Sample(text =>
        {
            var theirs = InternetAddressList.Parse(text).Mailboxes.Select(found => found.Address);
            Assert.Equal(theirs, Addresses(Encoding.UTF8.GetBytes(text)));
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("(", 1_000_000)]
    [InlineData("(()", 300_000)]
    [InlineData("(\\", 500_000)]
    [InlineData("\"", 1_000_001)]
    [InlineData("\"\\", 500_000)]
    [InlineData("<", 1_000_000)]
    [InlineData("<\"", 500_000)]
    [InlineData("<(", 500_000)]
    [InlineData("a@[", 300_000)]
    [InlineData("<a@[", 300_000)]
    [InlineData("@", 1_000_000)]
    [InlineData(",", 1_000_000)]
    [InlineData("a,", 500_000)]
    [InlineData("a:", 500_000)]
    [InlineData("a;", 500_000)]
    [InlineData("a@b <c@d>, ", 100_000)]
    [InlineData("\r\n ", 300_000)]
    [InlineData("=?utf-8?q?", 100_000)]
    [InlineData("=?", 500_000)]
    [InlineData("a@b@", 250_000)]
    [InlineData("\\", 1_000_000)]
    public void What_is_left_open_costs_no_more_than_what_is_closed(string piece, int times)
    {
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, times)));
        Describe(body.AsSpan(0, 1000));
        var watch = Stopwatch.StartNew();
        var items = 0;
        foreach (var item in new MailboxListParser(body))
        {
            items++;
            Connelink.MailGuard.Policy.ClearMailbox.Is(body, item);
        }
        // A second look at the rest for each opening would take minutes: the run would not end.
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalMilliseconds:0.0} ms for {items} items");
    }

    [Fact]
    public void Ten_thousand_nested_comments_are_one_comment()
    {
        var body = Encoding.ASCII.GetBytes(new string('(', 10_000) + new string(')', 10_000) + " a@b");
        Assert.Equal(["a@b"], Addresses(body));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var body = "Team: \"Ada\" (x) <@r:ada@x.example>, =?utf-8?q?a?= Bob <bob@y.example>;, Dupont, Jean <j@z.example>"u8.ToArray();
        Count(body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Count(body);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static int Count(byte[] body)
    {
        var items = 0;
        foreach (var item in new MailboxListParser(body)) items += ClearMailboxIs(body, item);
        return items;
    }

    private static int ClearMailboxIs(byte[] body, in MailboxItem item) => Connelink.MailGuard.Policy.ClearMailbox.Is(body, item) ? 1 : 0;

    private static bool Within(OctetRange inner, OctetRange outer) => inner.IsEmpty || (inner.Start >= outer.Start && inner.End <= outer.End);

    private static List<string> Addresses(byte[] body)
    {
        var addresses = new List<string>();
        foreach (var item in new MailboxListParser(body))
        {
            if (item.Kind == MailboxItemKind.Mailbox) addresses.Add(Encoding.UTF8.GetString(item.Address.Of(body)));
        }
        return addresses;
    }

    /// <summary>"Kind text |address| text oddities", separated by semicolons.</summary>
    private static string Describe(ReadOnlySpan<byte> body)
    {
        var items = new List<string>();
        foreach (var item in new MailboxListParser(body))
        {
            var text = Encoding.UTF8.GetString(item.Whole.Of(body));
            if (item.Kind == MailboxItemKind.Mailbox)
            {
                text = Encoding.UTF8.GetString(body[item.Whole.Start..item.Address.Start]) + "|" + Encoding.UTF8.GetString(item.Address.Of(body)) + "|"
                    + Encoding.UTF8.GetString(body[item.Address.End..item.Whole.End]);
            }
            items.Add($"{item.Kind} {text}{(item.Oddities == MailboxOddities.None ? "" : " " + item.Oddities)}");
        }
        return string.Join("; ", items);
    }
}
