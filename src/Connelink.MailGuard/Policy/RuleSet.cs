using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>All rules in their fixed order with their modes: the first enforced objection answers, an observed one is recorded.</summary>
/// <remarks>Immutable and safe for all threads; a new configuration is a new set.</remarks>
public sealed class RuleSet
{
    private readonly IEnvelopeRule[] _envelopeRules;
    private readonly IHeaderRule[] _headerRules;
    private readonly IContentRule[] _contentRules;
    private readonly Func<string, Direction, RuleMode> _mode;

    /// <param name="mode">The mode of a rule by its name in a direction; guards are always enforced.</param>
    public RuleSet(IEnumerable<IEnvelopeRule> envelope, IEnumerable<IHeaderRule> header, IEnumerable<IContentRule> content, Func<string, Direction, RuleMode> mode)
    {
        _envelopeRules = [.. envelope];
        _headerRules = [.. header];
        _contentRules = [.. content];
        _mode = mode;
    }

    /// <summary>RCPT: both paths are known.</summary>
    public Objection? JudgeRecipient(MailContext mail, ForwardPath recipient)
    {
        foreach (var rule in _envelopeRules)
        {
            var mode = _mode(rule.Name, mail.Direction);
            if (mode == RuleMode.Off) continue;
            if (rule.Judge(mail, recipient) is { } objection && Enforced(mail, mode, objection)) return objection;
        }
        return null;
    }

    /// <summary>The header section is complete.</summary>
    public Objection? JudgeHeader(MailContext mail, HeaderSection header)
    {
        foreach (var rule in _headerRules)
        {
            var mode = _mode(rule.Name, mail.Direction);
            if (mode == RuleMode.Off) continue;
            if (rule.Judge(mail, header) is { } objection && Enforced(mail, mode, objection)) return objection;
        }
        return null;
    }

    /// <summary>Opens the content rules' inspections of one message into the list, which is cleared first.</summary>
    public void Open(MailContext mail, List<(IContentInspection Inspection, RuleMode Mode)> inspections)
    {
        inspections.Clear();
        foreach (var rule in _contentRules)
        {
            var mode = _mode(rule.Name, mail.Direction);
            if (mode == RuleMode.Off) continue;
            if (rule.Open(mail) is { } inspection) inspections.Add((inspection, mode));
        }
    }

    private static bool Enforced(MailContext mail, RuleMode mode, Objection objection)
    {
        if (mode == RuleMode.Enforce) return true;
        mail.Observe(objection);
        return false;
    }
}
