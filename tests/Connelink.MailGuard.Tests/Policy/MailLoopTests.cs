using System.Net;
using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class MailLoopTests
{
    private const string Foreign = "Received: from a by b (Postfix) with ESMTP id 1; Wed, 02 Jan 2030 01:04:05 +0000\r\n";

    private static HeaderEdits Edits { get; } = new();

    private static readonly RuleSet Rules = StandardRules.Create(new PolicyOptions(), "gate.example", ["gate2.example"]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(99, true)]
    [InlineData(100, false)]
    [InlineData(1000, false)]
    public void A_hundred_Received_fields_are_a_loop(int fields, bool passes)
    {
        var objection = Judge(Mail("a@x.example"), "Subject: x\r\n" + Repeat(Foreign, fields));
        Assert.Equal(passes ? null : $"554 5.4.6 mail-loop: the message loops, it has {fields} Received fields (limit 99); id 1", Said(objection));
    }

    [Theory]
    [InlineData("RECEIVED")]
    [InlineData("received ")]
    [InlineData("Received\t")]
    public void A_name_in_any_shape_counts(string name) =>
        Assert.NotNull(Judge(Mail("a@x.example"), Repeat(Foreign.Replace("Received", name, StringComparison.Ordinal), 100)));

    [Theory]
    [InlineData("X-Received: x\r\n")]
    [InlineData("Received-SPF: pass\r\n")]
    [InlineData("X-Spam-Report: text\r\n Received: is no field here\r\n")]
    public void Other_fields_do_not_count(string field) => Assert.Null(Judge(Mail("a@x.example"), Repeat(field, 200)));

    [Fact]
    public void Four_own_traces_for_the_same_recipients_are_a_loop()
    {
        var mail = Mail("a@x.example", "b@x.example");
        Assert.Null(Judge(mail, Repeat(Own(mail), 3) + Repeat(Foreign, 50)));
        Assert.Equal(
            "554 5.4.6 mail-loop: the message loops, it came through here 4 times for the same recipients (limit 3); id 1",
            Said(Judge(mail, Repeat(Own(mail) + Foreign, 4))));
    }

    [Fact]
    public void The_order_and_spelling_of_recipients_do_not_matter() =>
        Assert.NotNull(Judge(Mail("b@x.example", "a@x.example"), Repeat(Own(Mail("A@X.example", "\"b\"@x.example.")), 4)));

    [Fact]
    public void Traces_for_other_recipients_or_another_direction_are_no_loop()
    {
        var mail = Mail("a@x.example");
        Assert.Null(Judge(mail, Repeat(Own(Mail("b@x.example")), 20)));
        Assert.Null(Judge(mail, Repeat(Own(Mail("a@x.example", "b@x.example")), 20)));
        Assert.Null(Judge(mail, Repeat(Own(Mail(Direction.Outbound, "a@x.example")), 20)));
    }

    [Fact]
    public void A_sister_gateway_is_ours_and_a_stranger_with_our_mark_is_not()
    {
        var mail = Mail("a@x.example");
        Assert.NotNull(Judge(mail, Repeat(Own(mail, "GATE2.example"), 4)));
        Assert.Null(Judge(mail, Repeat(Own(mail, "elsewhere.example"), 20)));
        Assert.Null(Judge(mail, Repeat(Own(mail).Replace("(Connelink.MailGuard)", "(Postfix)", StringComparison.Ordinal), 20)));
    }

    [Fact]
    public void Folding_on_the_way_hides_nothing()
    {
        var mail = Mail("a@x.example");
        var blanks = Gen.Int[0, 6].Select(which => new[] { " ", "  ", "\t", "\r\n ", "\r\n\t", " \r\n  ", "\r\n \r\n " }[which]);
        var words = Own(mail)["Received: ".Length..].Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        blanks.Array[words.Length].Sample(folds =>
        {
            var field = "Received:" + string.Concat(words.Zip(folds, (word, fold) => fold + word)) + "\r\n";
            return Judge(mail, Repeat(field, 4)) is not null;
        }, iter: 5_000);
    }

    [Fact]
    public void The_rule_knows_its_own_field_whatever_the_client_said() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 100]).Sample((hello, noise) =>
        {
            var mail = Mail("a@x.example");
            return Judge(mail, Repeat(Own(mail, hello: hello), 4)) is not null && Judge(mail, Encoding.Latin1.GetString(noise)) is null;
        }, iter: 5_000);

    [Fact]
    public void A_hello_that_plays_our_part_is_no_trace()
    {
        var mail = Mail("a@x.example");
        var field = Own(mail, "elsewhere.example", "gate.example (Connelink.MailGuard) id 1-0000000000000000"u8.ToArray());
        Assert.Null(Judge(mail, Repeat(field, 20)));
    }

    [Fact]
    public void Judging_a_message_that_passes_allocates_nothing()
    {
        var mail = Mail("a@x.example");
        var header = new HeaderSection(Encoding.Latin1.GetBytes(Repeat(Own(mail) + Foreign, 3)));
        Rules.JudgeHeader(mail, header, Edits);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Rules.JudgeHeader(mail, header, Edits);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Objection? Judge(MailContext mail, string header) => Rules.JudgeHeader(mail, new HeaderSection(Encoding.Latin1.GetBytes(header)), Edits);

    private static string? Said(Objection? objection) => objection is null ? null : RefusalText.Reply(objection, Language.English, "1").ToString();

    private static string Repeat(string field, int times) => string.Concat(Enumerable.Repeat(field, times));

    private static MailContext Mail(params string[] recipients) => Mail(Direction.Inbound, recipients);

    private static MailContext Mail(Direction direction, params string[] recipients)
    {
        var mail = new MailContext { Direction = direction };
        mail.Begin(ReversePath.Null, null);
        foreach (var recipient in recipients)
        {
            PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes($"<{recipient}>"), new OctetArena(), out var path, out _);
            mail.Accept(path);
        }
        return mail;
    }

    private static string Own(MailContext mail, string host = "gate.example", byte[]? hello = null)
    {
        Span<byte> buffer = stackalloc byte[ReceivedField.MaxOctets];
        var trace = new ReceivedTrace
        {
            Hello = hello ?? "client.example"u8,
            Client = IPAddress.Loopback,
            HostName = host,
            TransactionId = "7F3A-2",
            Mark = OwnTrace.Mark(mail),
            For = mail.Recipients.Count == 1 ? mail.Recipients[0].Mailbox.Text.Span : default,
            Time = DateTimeOffset.UnixEpoch,
        };
        return Encoding.Latin1.GetString(buffer[..ReceivedField.Write(buffer, trace)]);
    }
}
