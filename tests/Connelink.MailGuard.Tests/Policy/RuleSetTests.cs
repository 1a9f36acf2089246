using System.Net;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Smtp;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class RuleSetTests
{
    [Fact]
    public void An_envelope_that_passes_allocates_nothing()
    {
        var directory = new OneAddress();
        var rules = StandardRules.Create(new PolicyOptions(), "gate.example", []);
        var mail = new MailContext { Direction = Direction.Inbound };
        PathParser.TryParseForwardPath("<ada@client.example>"u8, new OctetArena(), out var recipient, out _);
        mail.Begin(ReversePath.Null, directory);
        mail.Offer(recipient);
        Assert.Null(rules.JudgeRecipient(mail, recipient));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) rules.JudgeRecipient(mail, recipient);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void An_observed_limit_is_recorded_once_a_transaction()
    {
        var options = new PolicyOptions { Rehearsal = true, RecipientLimit = new RecipientLimitOptions { Max = 1 } };
        var rules = StandardRules.Create(options, "gate.example", []);
        var mail = new MailContext { Direction = Direction.Outbound };
        mail.Begin(ReversePath.Null, new OneAddress());
        foreach (var text in new[] { "<a@x.example>", "<b@x.example>", "<c@x.example>" })
        {
            PathParser.TryParseForwardPath(System.Text.Encoding.ASCII.GetBytes(text), new OctetArena(), out var recipient, out _);
            mail.Offer(recipient);
            Assert.Null(rules.JudgeRecipient(mail, recipient));
        }
        Assert.Equal("2 recipients (limit 1)", Assert.Single(mail.Observed).Found);
    }

    [Theory]
    [InlineData(RuleMode.Enforce, false, true, 0)]
    [InlineData(RuleMode.Enforce, true, false, 0)]
    [InlineData(RuleMode.Observe, false, false, 1)]
    [InlineData(RuleMode.Observe, true, false, 0)]
    public void What_holds_unless_it_is_calendar_mail_waits_for_the_end(RuleMode mode, bool isCalendar, bool isRefused, int observed)
    {
        var options = new PolicyOptions { DeclaredSender = new RuleOptions { Mode = mode }, AutoForward = new() { Mode = RuleMode.Off } };
        var mail = new MailContext { Direction = Direction.Outbound };
        var directory = new TableDirectory();
        directory.Declare("ada@client.example");
        mail.Begin(ReversePath.Null, directory);
        var header = new HeaderSection("From: x@elsewhere.example\r\nSender: ada@client.example\r\n"u8.ToArray());

        Assert.Null(StandardRules.Create(options, "gate.example", []).JudgeHeader(mail, header, new HeaderEdits()));
        Assert.True(mail.IsPending);
        Assert.Equal(isRefused, mail.Settle(isCalendar) is { Rule: "declared-sender" });
        Assert.Equal(observed, mail.Observed.Count);
        Assert.False(mail.IsPending);
    }

    [Fact]
    public void A_client_that_is_not_trusted_is_told_to_try_again_or_to_give_up()
    {
        var client = IPAddress.Parse("192.0.2.1");
        Assert.Equal(
            "421 4.7.1 trusted-client: 192.0.2.1 is not an allowed client; id 1",
            RefusalText.Reply(TrustedClient.Refuse(client, permanently: false), Language.English, "1").ToString());
        Assert.Equal(
            "554 5.7.1 trusted-client: 192.0.2.1 n'est pas un client autorise; id 1",
            RefusalText.Reply(TrustedClient.Refuse(client, permanently: true), Language.French, "1").ToString());
    }

    private sealed class OneAddress : IDirectorySnapshot
    {
        public int Count => 1;

        public bool TryGetTenant(ReadOnlySpan<byte> domain, out Tenant tenant)
        {
            tenant = default;
            return domain.SequenceEqual("client.example"u8);
        }

        public bool TryFind(ReadOnlySpan<byte> key, out DeclaredAddress found)
        {
            found = default;
            return key.SequenceEqual("ada@client.example"u8);
        }

        public bool IsSuspended(ReadOnlySpan<byte> domain) => false;

        public bool IsRedirectTarget(ReadOnlySpan<byte> key) => false;

        public bool IsApplicationReversePath(ReadOnlySpan<byte> key) => false;

        public bool MayRelay(ReadOnlySpan<byte> reversePath, ReadOnlySpan<byte> originator) => false;

        public bool IsMember(ReadOnlySpan<byte> group, ReadOnlySpan<byte> key) => false;
    }
}
