using Connelink.MailGuard.Smtp;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class AllocationTests
{
    private const SmtpExtensions All = (SmtpExtensions)0xFF;

    private sealed class Nothing : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }

    [Fact]
    public void A_transaction_is_parsed_without_allocating()
    {
        var arena = new OctetArena();
        var reader = new MailDataReader();
        var sink = new Nothing();
        // Twice: the first run allocates what static fields hold.
        var octets = 0L;
        for (var run = 0; run < 2; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < 100; time++)
            {
                Transaction(arena, reader, sink);
            }
            octets = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, octets);
    }

    private static void Transaction(OctetArena arena, MailDataReader reader, Nothing sink)
    {
        arena.Reset();
        reader.Reset();
        var mail = CommandParser.Parse("MAIL FROM:<\"bob\"@Example.net> SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=abc"u8);
        Require(mail.Verb == SmtpVerb.Mail && PathParser.TryParseReversePath(mail.Argument, arena, out _, out var rest)
            && EsmtpParameters.ReadMail(rest, All, arena, out _) is null);
        var rcpt = CommandParser.Parse("RCPT TO:<@a:ada@[IPv6:2001:db8::1]> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;ada@example.org"u8);
        Require(rcpt.Verb == SmtpVerb.Rcpt && PathParser.TryParseForwardPath(rcpt.Argument, arena, out _, out rest)
            && EsmtpParameters.ReadRcpt(rest, All, arena, out _) is null);
        Require(ReplyParser.TryRead("250-2.1.5 a\r\n250 2.1.5 b\r\n"u8, out _, out _) == ReplyStatus.Complete);
        Require(reader.Read("Subject: x\r\n\r\n..\r\nText\r\n.\r\n"u8, sink, out _) == MailDataStatus.EndOfData);
    }

    private static void Require(bool condition)
    {
        if (!condition) throw new InvalidOperationException("The example must be good.");
    }
}
