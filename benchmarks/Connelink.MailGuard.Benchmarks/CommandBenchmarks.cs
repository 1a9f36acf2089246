using System.Text;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Smtp;
using MimeKit;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>The command lines of one transaction: verb, path, parameters, and the next hop's reply. Beside it a search for what delimits them, and MimeKit.</summary>
public class CommandBenchmarks
{
    private const SmtpExtensions All = (SmtpExtensions)0xFF;
    private static readonly byte[] MailLine = "MAIL FROM:<bob@partner.example> SIZE=4096 BODY=8BITMIME"u8.ToArray();
    private static readonly byte[] RcptLine = "RCPT TO:<jean.dupont@client.example> NOTIFY=FAILURE ORCPT=rfc822;jean.dupont@client.example"u8.ToArray();
    private static readonly byte[] ReplyLine = "250 2.1.5 Ok\r\n"u8.ToArray();
    private static readonly string Address = Encoding.ASCII.GetString("jean.dupont@client.example"u8);
    private readonly OctetArena _arena = new();

    [Benchmark(Baseline = true)]
    public long PlainSearch()
    {
        var found = 0L;
        foreach (var line in (ReadOnlySpan<byte[]>)[MailLine, RcptLine])
        {
            found += line.AsSpan().IndexOf((byte)' ') + line.AsSpan().IndexOf((byte)'<') + line.AsSpan().IndexOf((byte)'@') + line.AsSpan().IndexOf((byte)'>');
        }
        return found;
    }

    [Benchmark, HotPath]
    public long Verbs() => (long)CommandParser.Parse(MailLine).Verb + (long)CommandParser.Parse(RcptLine).Verb;

    [Benchmark, HotPath]
    public long PathsAndParameters()
    {
        _arena.Reset();
        var mail = CommandParser.Parse(MailLine);
        var good = PathParser.TryParseReversePath(mail.Argument, _arena, out _, out var rest) && EsmtpParameters.ReadMail(rest, All, _arena, out _) is null;
        var rcpt = CommandParser.Parse(RcptLine);
        good &= PathParser.TryParseForwardPath(rcpt.Argument, _arena, out _, out rest) && EsmtpParameters.ReadRcpt(rest, All, _arena, out _) is null;
        return good ? _arena.Octets : throw new InvalidOperationException();
    }

    [Benchmark, HotPath]
    public long NextHopReply() => ReplyParser.TryRead(ReplyLine, out _, out var code) == ReplyStatus.Complete ? code : 0;

    [Benchmark]
    public object MimeKitMailbox() => MailboxAddress.Parse(Address);
}
