using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;
using CsCheck;
using MimeKit;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>What holds for edits whatever the header section is.</summary>
public sealed class HeaderEditProperties
{
    private static readonly RuleSet Rules = StandardRules.Create(
        new PolicyOptions
        {
            DeclaredSender = new RuleOptions { Mode = RuleMode.Off },
            AutoForward = new() { Mode = RuleMode.Off },
            LeakingFields = new() { Mailer = true, KeepSent = true },
        },
        "gate.example",
        []);

    private static readonly Gen<string> Pieces = OneOf(
        "ada@client.example", "<ada@client.example>", "<bob@client.example", "x@elsewhere.example", "<x@elsewhere.example>", "Ada", "\"Ada, L\"", "\"",
        "(x)", "(", ")", ",", ",", ";", ":", "<", ">", "@", " ", "\r\n ", "\r\n\t", "=?utf-8?q?a?=", "\\", "Team:", "<@r:", "é", "\xE9", "\0", "<>");

    private static readonly Gen<string> Section = Gen.Select(
        Gen.Select(
            OneOf("From", "From", "From", "Sender", "Reply-To", "Resent-From", "To", "X-Notes-Item", "X-Mailer", "X-KeepSent", "from ", "DKIM-Signature"),
            Pieces.Array[0, 8].Select(string.Concat),
            (name, body) => $"{name}: {body}\r\n").Array[1, 6],
        fields => string.Concat(fields) + "DKIM-Signature: d=client.example; h=From:X-Mailer; b=x\r\n");

    [Fact]
    public void What_was_edited_once_has_nothing_left_to_edit() => Section.Sample(text =>
    {
        var once = Edit(Encoding.Latin1.GetBytes(text), out _);
        var twice = Edit(once, out var edits);
        Assert.True(once.AsSpan().SequenceEqual(twice), $"{EscapedText.Write(once)} became {EscapedText.Write(twice)}");
        Assert.True(edits.IsEmpty);
    }, iter: 100_000);

    /// <summary>A signature of ours in it, and addresses of ours beside its From, change nothing.</summary>
    [Fact]
    public void Mail_of_others_is_never_edited()
    {
        var theirs = Gen.Select(OneOf("", "\"X, Y\" ", "(x) ", "=?utf-8?q?ada=40client.example?= ", "Team: "), OneOf("x@elsewhere.example", "<x@elsewhere.example>", "<x@client.example.elsewhere.example>"),
            (phrase, address) => $"From: {phrase}{address}\r\n");
        var others = Gen.Select(OneOf("Sender", "Reply-To", "Resent-From", "Errors-To", "To", "DKIM-Signature"), Pieces.Array[0, 8].Select(string.Concat), (name, body) => $"{name}: {body}\r\n");
        Gen.Select(others.Array[0, 3], theirs, others.Array[0, 3]).Sample((above, from, below) =>
        {
            var text = string.Concat(above) + from + string.Concat(below) + "DKIM-Signature: d=client.example; h=From:Reply-To; b=x\r\n";
            Edit(Encoding.Latin1.GetBytes(text), out var edits);
            Assert.True(edits.IsEmpty, text);
        }, iter: 50_000);
    }

    [Fact]
    public void Every_address_of_From_stays() => Section.Sample(text =>
    {
        var before = Encoding.Latin1.GetBytes(text);
        var after = Edit(before, out _);
        Assert.Equal(Froms(before), Froms(after));
    }, iter: 100_000);

    [Fact]
    public void Both_ways_to_apply_edits_leave_the_same() => Section.Sample(text =>
    {
        var octets = Encoding.Latin1.GetBytes(text);
        var left = Edit(octets, out var edits);
        Assert.Equal(octets.Length - edits.Octets, left.Length);

        var start = edits.ApplyInPlace(octets);
        Assert.True(left.AsSpan().SequenceEqual(octets.AsSpan(start)));
    }, iter: 100_000);

    [Fact]
    public void No_line_of_white_space_alone_is_made() => Section.Sample(text =>
    {
        var left = Encoding.Latin1.GetString(Edit(Encoding.Latin1.GetBytes(text), out _));
        Assert.True(BlankLines(left) <= BlankLines(text), EscapedText.Write(Encoding.Latin1.GetBytes(left)));
    }, iter: 100_000);

    [Fact]
    public void An_honest_From_keeps_its_address_for_MimeKit()
    {
        var name = OneOf("Ada ", "\"Lovelace, Ada\" ", "=?utf-8?q?Ad=C3=A8le?=\r\n ", "", "(x) ", "Ada L. ");
        Gen.Select(name, OneOf("", " (y)", "\r\n (z (z))"), (before, after) => $"From: {before}<ada@client.example>{after}\r\n").Sample(text =>
        {
            var left = Edit(Encoding.Latin1.GetBytes(text), out _);
            var from = Assert.IsType<MailboxAddress>(Assert.Single(MimeMessage.Load(new MemoryStream([.. left, .. "\r\n"u8])).From));
            Assert.Equal(("", "ada@client.example"), (from.Name ?? "", from.Address));
        }, iter: 20_000);
    }

    [Fact]
    public void Removals_in_any_order_are_merged() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 10]).Array[0, 8].Sample(pairs =>
        {
            var source = Enumerable.Range(0, 60).Select(octet => (byte)octet).ToArray();
            var edits = new HeaderEdits();
            foreach (var (start, length) in pairs) edits.Remove(start, start + length);
            var expected = source.Where(octet => !Array.Exists(pairs, pair => octet >= pair.Item1 && octet < pair.Item1 + pair.Item2)).ToArray();
            var left = new byte[source.Length];
            Assert.Equal(expected, left[..edits.Apply(source, left)]);
            Assert.Equal(expected, source[edits.ApplyInPlace(source)..]);
        }, iter: 100_000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(which => texts[which]);

    private static int BlankLines(string text) => text.Split("\r\n")[..^1].Count(line => line.Length > 0 && line.Trim(' ', '\t').Length == 0);

    /// <summary>The addresses of each From, in order: none may be lost, none may appear.</summary>
    private static List<string> Froms(byte[] octets)
    {
        var found = new List<string>();
        foreach (var field in new HeaderSection(octets))
        {
            if (!field.Is("From"u8)) continue;
            found.Add("From");
            foreach (var item in new MailboxListParser(field.Body))
            {
                if (item.Kind == MailboxItemKind.Mailbox) found.Add(Encoding.Latin1.GetString(item.Address.Of(field.Body)));
            }
        }
        return found;
    }

    private static byte[] Edit(byte[] octets, out HeaderEdits edits)
    {
        var directory = new TableDirectory();
        directory.AddTenant("client", Language.English, "client.example");
        directory.Declare("ada@client.example");
        var mail = new MailContext { Direction = Direction.Outbound };
        mail.Begin(ReversePath.Null, directory);
        edits = new HeaderEdits();
        Assert.Null(Rules.JudgeHeader(mail, new HeaderSection(octets), edits));
        var left = new byte[octets.Length];
        return left[..edits.Apply(octets, left)];
    }
}
