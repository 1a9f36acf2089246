using System.Text;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>One ordinary outbound message judged at its three moments, by one rule alone or by all. "guards" is what the moments cost without rules.</summary>
/// <remarks>What the rules judge by (index, facts) is made in all of them: the inspection's own cost is in <see cref="ScannerBenchmarks"/>.</remarks>
public class RuleBenchmarks
{
    private const string Guards = "guards";
    private const string All = "all";
    private static readonly byte[] Header = Encoding.ASCII.GetBytes(Mail.Header);
    private static readonly ReversePath Sender = Addresses.Sender("<jean.dupont@client.example>");
    private static readonly ForwardPath Recipient = Addresses.Recipient("<bob@partner.example>");
    private static readonly IDirectorySnapshot Directory = Addresses.Directory(100_000);
    private readonly MailContext _mail = new() { Direction = Direction.Outbound };
    private readonly HeaderEdits _edits = new();
    private readonly MessageInspection _inspection = new();
    private RuleSet _rules = null!;

    public static IEnumerable<string> Choices => [Guards, .. StandardRules.Names.Except([TrustedClient.RuleName, RelayDeniedRule.RuleName]), All];

    [ParamsSource(nameof(Choices))]
    public string Rule { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var options = new PolicyOptions();
        foreach (var property in typeof(PolicyOptions).GetProperties().Where(property => property.PropertyType.IsAssignableTo(typeof(RuleOptions))))
        {
            var rule = property.Name;
            var isOn = Rule == All || string.Equals(rule, Rule.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            var mode = (RuleOptions)property.GetValue(options)!;
            (mode.Mode, mode.Outbound) = (isOn ? RuleMode.Enforce : RuleMode.Off, null);
        }
        _rules = StandardRules.Create(options, "gate.example", []);
        _inspection.Begin(opensDocuments: false);
        _inspection.Write(Mail.WithAttachment(Files.Noise(2000)));
        _inspection.Complete();
    }

    [Benchmark, HotPath]
    public long Judge()
    {
        _mail.Begin(Sender, Directory);
        _mail.Offer(Recipient);
        if (_rules.JudgeRecipient(_mail, Recipient) is not null) throw new InvalidOperationException();
        _mail.Accept(Recipient);
        if (_rules.JudgeHeader(_mail, new HeaderSection(Header), _edits) is not null) throw new InvalidOperationException();
        if (_rules.JudgeContent(_mail, _inspection.Facts) is not null) throw new InvalidOperationException();
        return _edits.Octets;
    }
}
