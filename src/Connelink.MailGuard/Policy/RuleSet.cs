using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>All rules in their fixed order with their modes: the first enforced objection answers, an observed one is recorded.</summary>
/// <remarks>Immutable and safe for all threads; a new configuration is a new set.</remarks>
public sealed class RuleSet
{
    // By direction, without the rules that are off there: the mail path asks nobody for a mode.
    private readonly (IEnvelopeRule Rule, RuleMode Mode)[][] _envelope;
    private readonly (IHeaderRule Rule, RuleMode Mode)[][] _header;
    private readonly (IContentRule Rule, RuleMode Mode)[][] _content;

    /// <param name="mode">The mode of a rule by its name in a direction; guards are always enforced. Asked here, once for each.</param>
    public RuleSet(IEnumerable<IEnvelopeRule> envelope, IEnumerable<IHeaderRule> header, IEnumerable<IContentRule> content, Func<string, Direction, RuleMode> mode)
    {
        _envelope = ByDirection(envelope, (rule, direction) => mode(rule.Name, direction));
        _header = ByDirection(header, (rule, direction) => mode(rule.Name, direction));
        _content = ByDirection(content, (rule, direction) => mode(rule.Name, direction));
    }

    /// <summary>RCPT: both paths are known.</summary>
    public Objection? JudgeRecipient(MailContext mail, ForwardPath recipient)
    {
        foreach (var (rule, mode) in _envelope[(int)mail.Direction])
        {
            if (rule.Judge(mail, recipient) is { } objection && Enforced(mail, mode, objection)) return objection;
        }
        return null;
    }

    /// <summary>The header section is complete.</summary>
    public Objection? JudgeHeader(MailContext mail, HeaderSection header)
    {
        foreach (var (rule, mode) in _header[(int)mail.Direction])
        {
            if (rule.Judge(mail, header) is { } objection && Enforced(mail, mode, objection)) return objection;
        }
        return null;
    }

    /// <summary>Opens the content rules' inspections of one message into the list, which is cleared first.</summary>
    public void Open(MailContext mail, List<(IContentInspection Inspection, RuleMode Mode)> inspections)
    {
        inspections.Clear();
        foreach (var (rule, mode) in _content[(int)mail.Direction])
        {
            if (rule.Open(mail) is { } inspection) inspections.Add((inspection, mode));
        }
    }

    private static bool Enforced(MailContext mail, RuleMode mode, Objection objection)
    {
        if (mode == RuleMode.Enforce && !objection.RecordOnly) return true;
        mail.Observe(objection);
        return false;
    }

    private static (T Rule, RuleMode Mode)[][] ByDirection<T>(IEnumerable<T> rules, Func<T, Direction, RuleMode> mode)
    {
        T[] inOrder = [.. rules];
        return
        [
            .. Enum.GetValues<Direction>().Select(direction =>
                inOrder.Select(rule => (rule, mode(rule, direction))).Where(entry => entry.Item2 != RuleMode.Off).ToArray()),
        ];
    }
}
