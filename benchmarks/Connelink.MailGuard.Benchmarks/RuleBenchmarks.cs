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

/// <summary>One ordinary message judged at its three moments, by one rule alone or by all with their defaults; beside it what the moments cost without the rule.</summary>
/// <remarks>
/// Each rule has the direction that it is for. What the rules judge by (index, facts) is made in all of them: the inspection's own cost is in
/// <see cref="ScannerBenchmarks"/>, and trusted-client, which is asked once a connection, in <see cref="TrustedClientBenchmarks"/>.
/// </remarks>
public class RuleBenchmarks
{
    private const string AllInbound = "all inbound";
    private const string AllOutbound = "all outbound";
    private static readonly byte[] Header = Encoding.ASCII.GetBytes(Mail.Header);
    private static readonly IDirectorySnapshot Directory = Addresses.Directory(100_000);
    private readonly HeaderEdits _edits = new();
    private readonly MessageInspection _inspection = new();
    private MailContext _mail = null!;
    private ReversePath _sender;
    private ForwardPath _recipient;
    private RuleSet _rules = null!;
    private RuleSet _without = null!;

    public static IEnumerable<string> Choices => [.. StandardRules.Names.Except([TrustedClient.RuleName]), AllInbound, AllOutbound];

    [ParamsSource(nameof(Choices))]
    public string Rule { get; set; } = "";

    private bool IsInbound => Rule is RelayDeniedRule.RuleName or DeclaredRecipientRule.RuleName or InternalGroupRule.RuleName or EncryptedArchiveRule.RuleName or AllInbound;

    [GlobalSetup]
    public void Prepare()
    {
        _mail = new() { Direction = IsInbound ? Direction.Inbound : Direction.Outbound };
        (_sender, _recipient) = IsInbound
            ? (Addresses.Sender("<bob@partner.example>"), Addresses.Recipient($"<{Encoding.ASCII.GetString(Addresses.Key(50_000))}>"))
            : (Addresses.Sender("<jean.dupont@client.example>"), Addresses.Recipient("<bob@partner.example>"));
        (_without, _rules) = Rule switch
        {
            RelayDeniedRule.RuleName => (Guard(), Guard(new RelayDeniedRule())),
            SuspendedTenantRule.RuleName => (Guard(), Guard(new SuspendedTenantRule())),
            AllInbound or AllOutbound => (Guard(), Create(new())),
            _ => (Create(Only("")), Create(Only(Rule))),
        };
        _inspection.Begin(opensDocuments: false);
        _inspection.Write(Mail.WithAttachment(Files.Noise(2000)));
        _inspection.Complete();
    }

    [Benchmark(Baseline = true)]
    public long Without() => Judge(_without);

    [Benchmark, HotPath]
    public long Judge() => Judge(_rules);

    private long Judge(RuleSet rules)
    {
        _mail.Begin(_sender, Directory);
        _mail.Offer(_recipient);
        if (rules.JudgeRecipient(_mail, _recipient) is not null) throw new InvalidOperationException();
        _mail.Accept(_recipient);
        if (rules.JudgeHeader(_mail, new HeaderSection(Header), _edits) is not null) throw new InvalidOperationException();
        if (rules.JudgeContent(_mail, _inspection.Facts) is not null) throw new InvalidOperationException();
        return _edits.Octets;
    }

    private static RuleSet Create(PolicyOptions options) => StandardRules.Create(options, "gate.example", []);

    private static RuleSet Guard(params IEnvelopeRule[] guards) => new(guards, [], [], [], (_, _) => RuleMode.Enforce);

    /// <summary>One rule on in all directions, all others off but the guards, which cannot be.</summary>
    private static PolicyOptions Only(string rule)
    {
        var options = new PolicyOptions();
        foreach (var property in typeof(PolicyOptions).GetProperties().Where(property => property.PropertyType.IsAssignableTo(typeof(RuleOptions))))
        {
            var isOn = string.Equals(property.Name, rule.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            var own = (RuleOptions)property.GetValue(options)!;
            (own.Mode, own.Inbound, own.Outbound) = (isOn ? RuleMode.Enforce : RuleMode.Off, null, null);
        }
        return options;
    }
}
