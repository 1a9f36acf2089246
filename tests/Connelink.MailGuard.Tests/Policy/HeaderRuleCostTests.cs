using System.Diagnostics;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>What all header rules and editors together cost, over the real snapshot.</summary>
public sealed class HeaderRuleCostTests(ITestOutputHelper output)
{
    private static readonly byte[] Ordinary = Encoding.UTF8.GetBytes("""
        Received: from srv.client.example ([192.0.2.7]) by srv.client.example (HCL Domino Release 12.0.2FP3 HF86) with ESMTP id 2025042411332402-909 ; Thu, 24 Apr 2025 11:33:24 +0200
        Date: Thu, 24 Apr 2025 11:33:24 +0200
        From: Jean Dupont <jean.dupont@client.example>
        To: "Bob Partner" <bob@partner.example>, alice@partner.example
        Cc: Carol <carol@partner.example>
        Subject: =?UTF-8?Q?R=C3=A9union_de_jeudi?=
        Message-ID: <OF1A2B3C4D.5E6F7A8B-ONC1258B3C.0034AE12-C1258B3C.00355A01@client.example>
        In-Reply-To: <5d1f0e6a-8f5d-4f0c-8b4e-2f3f9c1f7a11@partner.example>
        References: <5d1f0e6a-8f5d-4f0c-8b4e-2f3f9c1f7a11@partner.example>
        MIME-Version: 1.0
        X-Mailer: HCL Notes Release 12.0.2 November 17, 2022
        X-MIMETrack: Serialize by Router on SRV/Client(Release 12.0.2FP3|August 2023) at 24/04/2025 11:33:24
        X-KeepSent: 1A2B3C4D:5E6F7A8B-C1258B3C:0034AE12; type=4; name=$KeepSent
        Content-Type: multipart/alternative; boundary="=_alternative 00355A01C1258B3C_="

        """.Replace("\n", "\r\n", StringComparison.Ordinal));

    private static readonly ReversePath Sender = ReadSender("<jean.dupont@client.example>");

    private static readonly ForwardPath Recipient = ReadRecipient("<bob@partner.example>");

    private static readonly DirectorySnapshot Directory = DirectoryFile.Load(SourceTree.PathOf("directory.sample.json"));

    private static readonly RuleSet Rules = StandardRules.Create(new PolicyOptions(), "gate.example", []);

    [Theory]
    [InlineData(Direction.Outbound)]
    [InlineData(Direction.Submission)]
    [InlineData(Direction.Inbound)]
    public void An_ordinary_message_allocates_nothing(Direction direction)
    {
        var (mail, header, edits) = (Mail(direction), new HeaderSection(Ordinary), new HeaderEdits());
        for (var i = 0; i < 20; i++) Judge(mail, header, edits);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Judge(mail, header, edits);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        if (direction != Direction.Inbound) Assert.Equal("Jean Dupont ".Length, edits.Octets);

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 200_000; i++) Judge(mail, header, edits);
        output.WriteLine($"{direction}: {watch.Elapsed.TotalNanoseconds / 200_000:0} ns a message");
    }

    [Theory]
    [InlineData("From: ", "(", 120_000)]
    [InlineData("From: ", "\"", 120_001)]
    [InlineData("From: ", "a@b,", 30_000)]
    [InlineData("From: ", "\"@\" ", 30_000)]
    [InlineData("From: ", "=?a?q?b@c?= ", 10_000)]
    [InlineData("From: jean.dupont@client.example (", "@", 120_000)]
    [InlineData("To: ", "a@b,", 30_000)]
    [InlineData("To: ", "jean.dupont@client.example,", 4_000)]
    [InlineData("", "From:\r\n", 17_000)]
    [InlineData("", "To:\r\n", 24_000)]
    [InlineData("", "Resent-From:\r\n", 8_000)]
    [InlineData("", "Received:\r\n", 10_000)]
    [InlineData("", "DKIM-Signature:h=From\r\n", 5_000)]
    [InlineData("", "Reply-To: A <jean.dupont@client.example>\r\n", 3_000)]
    [InlineData("", "X-Forwarded-For:a@b\r\n", 6_000)]
    [InlineData("X: ", "\r\n ", 40_000)]
    [InlineData("", "X\0:\r\n", 25_000)]
    [InlineData("DKIM-Signature: h=", "a:", 60_000)]
    [InlineData("Subject: ", "=?", 60_000)]
    public void The_worst_header_sections_take_milliseconds(string start, string piece, int times)
    {
        var (mail, edits) = (Mail(Direction.Outbound), new HeaderEdits());
        var head = start.StartsWith("From", StringComparison.Ordinal) ? "" : "From: A <jean.dupont@client.example>\r\n";
        var octets = Encoding.ASCII.GetBytes($"{head}{start}{string.Concat(Enumerable.Repeat(piece, times))}\r\n");
        for (var i = 0; i < 3; i++) Judge(mail, new HeaderSection(octets), edits);

        var watch = Stopwatch.StartNew();
        Judge(mail, new HeaderSection(octets), edits);
        output.WriteLine($"{piece}: {octets.Length / watch.Elapsed.TotalMicroseconds:0} MB/s");
    }

    private static MailContext Mail(Direction direction) => new() { Direction = direction };

    private static void Judge(MailContext mail, HeaderSection header, HeaderEdits edits)
    {
        mail.Begin(Sender, Directory);
        mail.Accept(Recipient);
        Rules.JudgeHeader(mail, header, edits);
    }

    private static ReversePath ReadSender(string text) =>
        PathParser.TryParseReversePath(Encoding.ASCII.GetBytes(text), new OctetArena(), out var path, out _) ? path : throw new FormatException(text);

    private static ForwardPath ReadRecipient(string text) =>
        PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes(text), new OctetArena(), out var path, out _) ? path : throw new FormatException(text);
}
