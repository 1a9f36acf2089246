using System.Reflection;
using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class RefusalTextTests
{
    private static readonly Phrase Recipients = new("{0} recipients", "{0} destinataires");
    private static readonly Objection TooMany = new("recipient-limit", 550, new(5, 3), new Finding(Recipients, 501, 500));

    [Fact]
    public void A_refusal_names_rule_value_limit_and_id() =>
        Assert.Equal("550 5.5.3 recipient-limit: 501 recipients (limit 500); id 7F3A", RefusalText.Reply(TooMany, Language.English, "7F3A").ToString());

    [Fact]
    public void A_refusal_in_French_says_the_same() =>
        Assert.Equal("550 5.5.3 recipient-limit: 501 destinataires (limite 500); id 7F3A", RefusalText.Reply(TooMany, Language.French, "7F3A").ToString());

    [Fact]
    public void A_page_of_help_is_added_where_it_fits()
    {
        Assert.EndsWith("; id 7; see https://help.example/", RefusalText.Reply(TooMany, Language.English, "7", "https://help.example/").Text, StringComparison.Ordinal);
        Assert.EndsWith("; id 7", RefusalText.Reply(TooMany, Language.English, "7", "https://help.example/" + new string('x', 450)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_client_said_breaks_nothing() =>
        Gen.Select(Gen.String, Gen.String[Gen.Char, 0, 40], Gen.Bool).Sample((found, id, french) =>
        {
            var objection = new Objection("declared-recipient", 550, new(1, 1), new Finding(new Phrase("<{0}> is", "<{0}> est"), found));
            var line = RefusalText.Reply(objection, french ? Language.French : Language.English, id).Line.Span;
            return line.Length <= Reply.MaxOctets && line.EndsWith("\r\n"u8) && !line[..^2].ContainsAnyExceptInRange((byte)' ', (byte)'~');
        }, iter: 100_000);

    [Fact]
    public void The_id_stays_when_a_long_value_is_cut()
    {
        var objection = new Objection("declared-recipient", 550, new(1, 1), new string('x', 2000));
        var reply = RefusalText.Reply(objection, Language.English, "7F3A");
        Assert.EndsWith("x...; id 7F3A", reply.Text, StringComparison.Ordinal);
        Assert.Equal(Reply.MaxOctets, reply.Line.Length);
    }

    [Fact]
    public void All_phrases_are_printable_ASCII_in_both_languages_and_differ()
    {
        var phrases = typeof(Phrase).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => field.FieldType == typeof(Phrase))
            .Select(field => (Phrase)field.GetValue(null)!)
            .ToList();

        Assert.True(phrases.Count >= 9);
        Assert.All(phrases, phrase =>
        {
            Assert.DoesNotContain(phrase.English + phrase.French, letter => letter is < ' ' or > '~');
            Assert.NotEqual(phrase.English, phrase.French);
            Assert.Equal(phrase.English.Contains("{0}", StringComparison.Ordinal), phrase.French.Contains("{0}", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "ada@client.example", Language.French)]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "nobody@client.example", Language.French)]
    [InlineData(Direction.Inbound, "ada@client.example", "eve@other.example", Language.English)]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "guest@client.example", Language.English)]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "y@elsewhere.example", Language.English)]
    [InlineData(Direction.Outbound, "ada@client.example", "y@elsewhere.example", Language.French)]
    [InlineData(Direction.Outbound, "nobody@client.example", "eve@other.example", Language.French)]
    [InlineData(Direction.Submission, "eve@other.example", "ada@client.example", Language.English)]
    public void The_person_or_tenant_that_is_ours_decides_the_language(Direction direction, string sender, string recipient, Language expected)
    {
        var directory = new TableDirectory();
        directory.AddTenant("other", Language.English, "other.example");
        directory.Declare("eve@other.example");
        directory.AddTenant("client", Language.French, "client.example");
        directory.Declare("ada@client.example");
        directory.Declare("guest@client.example", language: Language.English);

        var arena = new OctetArena();
        PathParser.TryParseReversePath(Encoding.ASCII.GetBytes($"<{sender}>"), arena, out var reversePath, out _);
        PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes($"<{recipient}>"), arena, out var forwardPath, out _);
        var mail = new MailContext { Direction = direction };
        mail.Begin(reversePath, directory);
        Assert.Equal(expected, RefusalLanguage.Of(mail, forwardPath));

        mail.Accept(forwardPath);
        Assert.Equal(expected, RefusalLanguage.Of(mail));
    }
}
