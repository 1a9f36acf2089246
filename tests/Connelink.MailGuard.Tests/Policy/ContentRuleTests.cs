using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.AddressDirectory;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>What tables do not show: words of refusals, originators, allocations.</summary>
public sealed class ContentRuleTests
{
    private static readonly TableDirectory Directory = Declared();

    [Theory]
    [InlineData("octets=41943041", "552 5.3.4 attachment-size: attachments of 41943041 octets (40.00 MiB) (limit 41943040); id 1")]
    [InlineData("more octets=52428800", "552 5.3.4 attachment-size: attachments of at least 52428800 octets (50.00 MiB) (limit 41943040); id 1")]
    [InlineData("archive=EncryptedZip", "550 5.7.1 encrypted-archive: an encrypted archive (ZIP); id 1")]
    [InlineData("archive=TooDeep", "550 5.7.1 encrypted-archive: an archive that cannot be looked into (depth); id 1")]
    [InlineData("archive=EndRecordDiffers", "550 5.7.1 encrypted-archive: a damaged archive (ambiguous directory); id 1")]
    [InlineData("protection=Broken", "550 5.7.1 encrypted-archive: a damaged archive (S/MIME); id 1")]
    [InlineData(
        "mime=MissingCloseDelimiter mime=BoundaryPrefix mime=TooManyParts",
        "550 5.6.0 mime-integrity: mail programs read the structure of the message in different ways (boundary-prefix, too-many-parts); id 1")]
    public void A_refusal_says_what_was_found(string facts, string reply)
    {
        var mail = Mail(Direction.Inbound, "x@elsewhere.example", "ada@client.example");
        var objection = Rules(new PolicyOptions()).JudgeContent(mail, FactWords.Read(facts));
        Assert.Equal(reply, RefusalText.Reply(objection!, Language.English, "1").ToString());
    }

    [Fact]
    public void One_recipient_of_the_plan_refuses_the_message_for_all_and_is_named()
    {
        var options = new PolicyOptions { EssentialPlan = new EssentialPlanOptions { Recipients = EssentialRecipients.Encrypted } };
        var mail = Mail(Direction.Inbound, "x@elsewhere.example", "ada@client.example", "marie@client.example");
        var objection = Rules(options).JudgeContent(mail, FactWords.Read("protection=PgpEncrypted"));
        Assert.Equal(
            "550 5.7.1 essential-plan: le message est chiffre, ce que l'offre de son destinataire <marie@client.example> ne comprend pas; id 1",
            RefusalText.Reply(objection!, Language.French, "1").ToString());
    }

    [Theory]
    [InlineData("From: Marie <marie@client.example>\r\n", false)]
    [InlineData("From: ada@client.example, marie@client.example\r\nSender: ada@client.example\r\n", false)]
    [InlineData("From: ada@client.example\r\nTo: marie@client.example\r\n", true)]
    public void An_originator_of_the_plan_signs_nothing(string header, bool passes)
    {
        var rules = Rules(new PolicyOptions());
        var mail = Mail(Direction.Outbound, "ada@client.example", "x@elsewhere.example");
        Assert.Null(rules.JudgeHeader(mail, new HeaderSection(Encoding.ASCII.GetBytes(header)), new HeaderEdits()));
        var objection = rules.JudgeContent(mail, FactWords.Read("protection=SmimeSigned"));
        Assert.Equal(passes ? null : "the message is signed, which the plan of the address in From does not include", objection?.Found);

        // The next message of the session is another one.
        mail.Begin(mail.ReversePath, Directory);
        Assert.Null(rules.JudgeContent(mail, FactWords.Read("protection=SmimeSigned")));
    }

    [Fact]
    public void Content_that_passes_is_judged_without_allocating()
    {
        var rules = Rules(new PolicyOptions { EssentialPlan = new EssentialPlanOptions { Recipients = EssentialRecipients.All } });
        var mail = Mail(Direction.Outbound, "paul.martin@client.example", "x@elsewhere.example", "contact@client.example");
        mail.Begin(mail.ReversePath, Directories.Sample());
        var facts = FactWords.Read("octets=1000 protection=SmimeSigned protection=PgpEncrypted mime=MissingCloseDelimiter archive=Unseen");
        Assert.Null(rules.JudgeContent(mail, facts));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) rules.JudgeContent(mail, facts);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_is_observed_is_recorded_once_with_its_final_figure()
    {
        var rules = Rules(new PolicyOptions { Rehearsal = true });
        var mail = Mail(Direction.Inbound, "x@elsewhere.example", "ada@client.example");
        Assert.Null(rules.JudgeContent(mail, FactWords.Read("more octets=41943041")));
        Assert.Null(rules.JudgeContent(mail, FactWords.Read("more octets=41943042")));
        Assert.Empty(mail.Observed);
        Assert.Null(rules.JudgeContent(mail, FactWords.Read("octets=50000000")));
        Assert.Equal("attachments of 50000000 octets (47.68 MiB) (limit 41943040)", Assert.Single(mail.Observed).Found);
    }

    private static RuleSet Rules(PolicyOptions options) => StandardRules.Create(options, "gate.example", []);

    private static MailContext Mail(Direction direction, string reversePath, params string[] recipients)
    {
        var arena = new OctetArena();
        var mail = new MailContext { Direction = direction };
        PathParser.TryParseReversePath(Encoding.ASCII.GetBytes($"<{reversePath}>"), arena, out var sender, out _);
        mail.Begin(sender, Directory);
        foreach (var recipient in recipients)
        {
            PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes($"<{recipient}>"), arena, out var path, out _);
            mail.Accept(path);
        }
        return mail;
    }

    private static TableDirectory Declared()
    {
        var directory = new TableDirectory();
        directory.Declare("ada@client.example");
        directory.Declare("marie@client.example", plan: Plan.Essential);
        return directory;
    }
}
