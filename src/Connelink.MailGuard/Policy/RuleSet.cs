using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>All rules in their fixed order with their modes: the first enforced objection answers, an observed one is recorded.</summary>
/// <remarks>Immutable and safe for all threads; a new configuration is a new set.</remarks>
public sealed class RuleSet
{
    // Judging a header section is one synchronous call, so a thread needs one index, whatever number of sessions there is.
    [ThreadStatic]
    private static HeaderIndex? t_index;

    [ThreadStatic]
    private static HeaderEdits? t_observed;

    // By direction, without the rules that are off there: the mail path asks nobody for a mode.
    private readonly (IEnvelopeRule Rule, RuleMode Mode)[][] _envelope;
    private readonly (IHeaderRule Rule, RuleMode Mode)[][] _header;
    private readonly (IHeaderEditor Rule, RuleMode Mode)[][] _editors;
    private readonly (IContentRule Rule, RuleMode Mode)[][] _content;
    private readonly bool[] _opensDocuments;

    /// <param name="mode">The mode of a rule by its name in a direction; guards are always enforced. Asked here, once for each.</param>
    public RuleSet(
        IEnumerable<IEnvelopeRule> envelope,
        IEnumerable<IHeaderRule> header,
        IEnumerable<IHeaderEditor> editors,
        IEnumerable<IContentRule> content,
        Func<string, Direction, RuleMode> mode)
    {
        _envelope = ByDirection(envelope, (rule, direction) => mode(rule.Name, direction));
        _header = ByDirection(header, (rule, direction) => mode(rule.Name, direction));
        _editors = ByDirection(editors, (rule, direction) => mode(rule.Name, direction));
        _content = ByDirection(content, (rule, direction) => mode(rule.Name, direction));
        _opensDocuments = [.. _content.Select(rules => rules.Any(entry => entry.Rule.OpensDocuments))];
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

    /// <summary>The header section is complete. Without an objection edits holds what is to leave it.</summary>
    public Objection? JudgeHeader(MailContext mail, HeaderSection section, HeaderEdits edits)
    {
        edits.Clear();
        var header = t_index ??= new HeaderIndex();
        header.Read(section, mail);
        var objection = JudgeHeader(mail, header);
        if (objection is null) EditHeader(mail, header, edits);
        header.Clear();
        return objection;
    }

    /// <summary>Whether a content rule asks for protected documents.</summary>
    public bool OpensDocuments(Direction direction) => _opensDocuments[(int)direction];

    /// <summary>More was found in the content, or it has ended. What refuses nothing is recorded once, at the end, when all of it is known.</summary>
    public Objection? JudgeContent(MailContext mail, MessageFacts facts)
    {
        foreach (var (rule, mode) in _content[(int)mail.Direction])
        {
            if (mode == RuleMode.Observe && !facts.IsComplete) continue;
            if (rule.Judge(mail, facts) is not { } objection) continue;
            if (IsEnforced(mode, objection)) return objection;
            if (facts.IsComplete) mail.Observe(objection);
        }
        return facts.IsComplete ? mail.Settle(facts.HasCalendar) : null;
    }

    private Objection? JudgeHeader(MailContext mail, HeaderIndex header)
    {
        foreach (var (rule, mode) in _header[(int)mail.Direction])
        {
            if (rule.Judge(mail, header) is not { } objection) continue;
            if (objection.UnlessCalendar) mail.Suspend(objection, IsEnforced(mode, objection));
            else if (Enforced(mail, mode, objection)) return objection;
        }
        return null;
    }

    private void EditHeader(MailContext mail, HeaderIndex header, HeaderEdits edits)
    {
        var last = "";
        foreach (var (editor, mode) in _editors[(int)mail.Direction])
        {
            if (mode == RuleMode.Enforce && Edit(mail, header, editor, edits, EditOutcome.Edited)) last = editor.Name;
            else if (mode == RuleMode.Observe) Observe(mail, header, editor);
        }
        if (last.Length == 0 || mail.Directory is not { } directory) return;
        mail.NoteEdit(new EditNote(last, EditOutcome.SignatureDropped, BrokenSignatures.Drop(header, directory, edits)));
    }

    private static void Observe(MailContext mail, HeaderIndex header, IHeaderEditor editor)
    {
        var unused = t_observed ??= new HeaderEdits();
        unused.Clear();
        Edit(mail, header, editor, unused, EditOutcome.WouldEdit);
    }

    private static bool Edit(MailContext mail, HeaderIndex header, IHeaderEditor editor, HeaderEdits edits, EditOutcome outcome)
    {
        editor.Edit(mail, header, edits);
        var (fields, leftAlone) = edits.TakeCounts();
        mail.NoteEdit(new EditNote(editor.Name, outcome, fields));
        mail.NoteEdit(new EditNote(editor.Name, EditOutcome.LeftAlone, leftAlone));
        return fields > 0;
    }

    private static bool Enforced(MailContext mail, RuleMode mode, Objection objection)
    {
        if (IsEnforced(mode, objection)) return true;
        mail.Observe(objection);
        return false;
    }

    private static bool IsEnforced(RuleMode mode, Objection objection) => mode == RuleMode.Enforce && !objection.RecordOnly;

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
