using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Check;

/// <summary>Stored mail has lost its envelope; its fields tell most of it.</summary>
public sealed class EnvelopeGuessTests
{
    private static readonly DirectorySnapshot Directory = DirectoryFile.Load(SourceTree.PathOf("directory.sample.json"));

    [Theory]
    [InlineData("From: Bob <bob@partner.example>", "inbound <bob@partner.example> From -> Unknown")]
    [InlineData("From: Jean <jean.dupont@client.example>|To: bob@partner.example, marie.curie@client.example", "outbound <jean.dupont@client.example> From -> bob@partner.example marie.curie@client.example ToCcBcc")]
    [InlineData("Return-Path: <>|From: postmaster@client.example|To: x@partner.example", "outbound <> ReturnPath -> x@partner.example ToCcBcc")]
    [InlineData("Return-Path: bounce@list.example|From: bob@partner.example|Delivered-To: jean.dupont@client.example|To: list@list.example", "inbound <bounce@list.example> ReturnPath -> jean.dupont@client.example DeliveredTo")]
    [InlineData("X-Original-To: j.dupont@client.example|Delivered-To: jean.dupont@client.example|From: bob@partner.example", "inbound <bob@partner.example> From -> j.dupont@client.example OriginalTo")]
    [InlineData("Envelope-to: a@client.example, b@client.example|From: bob@partner.example", "inbound <bob@partner.example> From -> a@client.example b@client.example EnvelopeTo")]
    [InlineData("Received: from a by b for <jean.dupont@client.example>; Mon, 5 Jan 2026 10:00:00 +0100|From: bob@partner.example|To: all@list.example", "inbound <bob@partner.example> From -> jean.dupont@client.example ReceivedFor")]
    [InlineData("Received: from a by b with SMTP for\t jean.dupont@client.example ; Mon|From: bob@partner.example", "inbound <bob@partner.example> From -> jean.dupont@client.example ReceivedFor")]
    [InlineData("Received: from for.example by b;  Mon|From: bob@partner.example", "inbound <bob@partner.example> From -> Unknown")]
    [InlineData("From: bob@partner.example|To: x@elsewhere.example, Jean <jean.dupont@client.example>|Cc: hank@GLOBEX.example", "inbound <bob@partner.example> From -> jean.dupont@client.example hank@GLOBEX.example ToCcBcc")]
    [InlineData("From: jean.dupont@client.example|Delivered-To: jean.dupont@client.example|To: bob@partner.example", "outbound <jean.dupont@client.example> From -> bob@partner.example ToCcBcc")]
    [InlineData("From: undisclosed|Sender: bob@partner.example|To: jean.dupont@client.example", "inbound <bob@partner.example> Sender -> jean.dupont@client.example ToCcBcc")]
    [InlineData("From: Mail Delivery System <MAILER-DAEMON@mx.partner.example>|To: jean.dupont@client.example", "inbound <> From -> jean.dupont@client.example ToCcBcc")]
    [InlineData("Subject: nothing", "inbound <> Unknown -> Unknown")]
    [InlineData("From: bob@partner.example|To: jean.dupont@client.example (", "inbound <bob@partner.example> From -> jean.dupont@client.example ToCcBcc")]
    public void The_envelope_is_found_in_the_fields(string fields, string expected)
    {
        var guess = new EnvelopeGuess(new CheckOptions(), Directory);
        guess.Read(new HeaderSection(Encoding.ASCII.GetBytes(fields.Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n")));
        var recipients = string.Concat(guess.Recipients.Select(r => $"{r} "));
        Assert.Equal(expected, $"{guess.Direction.ToString().ToLowerInvariant()} <{guess.ReversePath}> {guess.SenderSource} -> {recipients}{guess.RecipientSource}");
    }

    [Fact]
    public void What_is_given_is_not_guessed()
    {
        var guess = new EnvelopeGuess(new CheckOptions { Direction = Direction.Submission, From = Array.Empty<byte>(), To = [Encoding.ASCII.GetBytes("x@y.example")] }, Directory);
        guess.Read(new HeaderSection(Encoding.ASCII.GetBytes("From: bob@partner.example\r\nTo: jean.dupont@client.example\r\n")));

        Assert.Equal((Direction.Submission, "", SenderSource.Given), (guess.Direction, guess.ReversePath.ToString(), guess.SenderSource));
        Assert.Equal(("x@y.example", RecipientSource.Given), (guess.Recipients.Single().ToString(), guess.RecipientSource));
    }

    [Theory]
    [InlineData("Mon, 5 Jan 2026 10:00:00 +0100", "2026-01-05")]
    [InlineData(" 5 jan 26 10:00 GMT (comment, with comma)", "2026-01-05")]
    [InlineData("Fri,\r\n 24 Dec 99 10:00:00 -0500", "1999-12-24")]
    [InlineData("24-Dec-1999 10:00", "1999-12-24")]
    [InlineData("31 Feb 2026", null)]
    [InlineData("5 Jan 1901 10:00", null)]
    [InlineData("5 Jan 9999 10:00", null)]
    [InlineData("tomorrow", null)]
    [InlineData("", null)]
    [InlineData("5", null)]
    [InlineData("99999999999 Jan 2026", null)]
    public void The_day_is_read_as_its_sender_wrote_it(string field, string? expected) =>
        Assert.Equal(expected, MailDate.Read(Encoding.ASCII.GetBytes(field))?.ToString("o", null));
}
