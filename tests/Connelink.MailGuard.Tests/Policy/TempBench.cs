using System.Diagnostics;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Policy.Forwarding;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class TempBench(ITestOutputHelper output)
{
    [Fact]
    public void Bench()
    {
        var section = new HeaderSection((byte[])typeof(HeaderRuleCostTests).GetField("Ordinary", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetValue(null)!);
        var dir = DirectoryFile.Load(SourceTree.PathOf("directory.sample.json"));
        var arena = new OctetArena();
        PathParser.TryParseReversePath("<jean.dupont@client.example>"u8, arena, out var sender, out _);
        PathParser.TryParseForwardPath("<bob@partner.example>"u8, arena, out var recipient, out _);
        var mail = new MailContext { Direction = Direction.Outbound };
        var inbound = new MailContext { Direction = Direction.Inbound };
        mail.Begin(sender, dir); mail.Accept(recipient);
        inbound.Begin(sender, dir); inbound.Accept(recipient);
        var index = new HeaderIndex();
        var edits = new HeaderEdits();
        index.Read(section, mail);
        Run("enumerate", () => { var n = 0; foreach (var f in section) n += f.Body.Length; });
        Run("index inbound", () => index.Read(section, inbound));
        Run("index outbound", () => index.Read(section, mail));
        var limit = new RecipientLimitRule(new()); var sends = new DeclaredSenderRule([]); var fwd = new AutoForwardRule(new(), []); var loop = new MailLoopRule(new(), ["gate.example"]);
        var phrase = new OriginatorPhraseRule(); var leak = new LeakingFieldsRule(new());
        Run("limit", () => limit.Judge(mail, index));
        Run("sender", () => sends.Judge(mail, index));
        Run("forward", () => fwd.Judge(mail, index));
        Run("evidence", () => ForwardEvidence.Of(mail, index, dir));
        Run("loop", () => loop.Judge(mail, index));
        Run("phrase", () => { edits.Clear(); phrase.Edit(mail, index, edits); });
        Run("leak", () => { edits.Clear(); leak.Edit(mail, index, edits); });
        var rules = StandardRules.Create(new PolicyOptions(), "gate.example", []);
        Run("all out", () => { mail.Begin(sender, dir); mail.Accept(recipient); rules.JudgeHeader(mail, section, edits); });
        Run("all in", () => { inbound.Begin(sender, dir); inbound.Accept(recipient); rules.JudgeHeader(inbound, section, edits); });
    }

    private void Run(string name, Action action)
    {
        action(); action();
        var b0 = GC.GetAllocatedBytesForCurrentThread();
        action();
        output.WriteLine($"{name} cold: {GC.GetAllocatedBytesForCurrentThread() - b0}");
        for (var i = 0; i < 3; i++) { for (var j = 0; j < 40000; j++) action(); Thread.Sleep(120); }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var best = double.MaxValue;
        for (var k = 0; k < 5; k++)
        {
            var watch = Stopwatch.StartNew();
            for (var j = 0; j < 40000; j++) action();
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / 40000);
        }
        output.WriteLine($"{name}: {best:0} ns, {(GC.GetAllocatedBytesForCurrentThread() - before) / 200000.0:0.0} B");
    }
}
