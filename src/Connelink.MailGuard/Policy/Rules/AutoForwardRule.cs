using Connelink.MailGuard.Policy.Forwarding;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses mail that a mailbox rule, an agent or a client forwarded to another person.</summary>
/// <remarks>
/// Reply 550 5.7.1. Judged by what one message shows; each signal has a weight (<see cref="ForwardScore"/>), and what excuses a message is
/// something that its user cannot write into it. A person's own forward, a reply, a report, calendar mail and declared redirects pass.
/// </remarks>
public sealed class AutoForwardRule : IHeaderRule
{
    public const string RuleName = "auto-forward";

    private static readonly Phrase Forwarded = new(
        "the message was forwarded automatically ({0})", "le message a ete transfere automatiquement ({0})");

    private static readonly Phrase Suspected = new(
        "the message may have been forwarded automatically ({0})", "le message a peut-etre ete transfere automatiquement ({0})");

    private readonly ForwardSignals _observed;

    private readonly SystemMail _systemMail;

    /// <param name="hostNames">Names of our mail systems, as in declared-sender.</param>
    public AutoForwardRule(AutoForwardOptions options, IEnumerable<string> hostNames)
    {
        _systemMail = new SystemMail(hostNames);
        foreach (var name in options.Observe) _observed |= ForwardScore.Find(name) ?? ForwardSignals.None;
    }

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, HeaderIndex header)
    {
        if (mail.Direction == Direction.Inbound || mail.Directory is not { } directory) return null;

        var signals = ForwardEvidence.Of(mail, header, directory);
        if (signals == ForwardSignals.None || ForwardScore.Of(signals | ForwardSignals.UnnamedRecipient) < ForwardScore.Suspected) return null;
        if (_systemMail.Is(mail, header) || ForwardExclusions.Apply(mail, header, directory)) return null;

        var targets = new ForwardTargets(mail, header, directory);
        if (targets.IsEmpty) return null;
        if ((signals & ForwardSignals.ExternalFrom) != 0 && targets.HasUnnamed) signals |= ForwardSignals.UnnamedRecipient;
        return Objection(signals, ForwardExclusions.HasLocalSender(header, directory));
    }

    private Objection? Objection(ForwardSignals signals, bool hasLocalSender)
    {
        var score = ForwardScore.Of(signals & ~_observed);
        var all = ForwardScore.Of(signals);
        if (all < ForwardScore.Suspected) return null;

        var phrase = all >= ForwardScore.Forwarded ? Forwarded : Suspected;
        return new Objection(Name, 550, new(7, 1), new Finding(phrase, ForwardScore.Names(signals)), ObjectionScope.Transaction)
        {
            RecordOnly = score < ForwardScore.Forwarded,
            UnlessCalendar = hasLocalSender,
        };
    }
}

/// <summary>MailGuard:Rules:auto-forward.</summary>
public sealed class AutoForwardOptions : RuleOptions
{
    /// <summary>Signals that are recorded and refuse nothing. A web form that sends with its visitor's From shows the first: declare it, then take it out here.</summary>
    public string[] Observe { get; set; } = ["external-from", "regularity"];
}
