using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>Shows the content of one message to all inspections that content rules opened for it. Reused for each message.</summary>
internal sealed class ContentInspector : IContentSink
{
    private readonly List<(IContentInspection Inspection, RuleMode Mode)> _inspections = [];

    public void Open(RuleSet rules, MailContext mail) => rules.Open(mail, _inspections);

    /// <summary>The message is refused: what still comes is not looked at.</summary>
    public void Close() => _inspections.Clear();

    public void Write(ReadOnlySpan<byte> content)
    {
        foreach (var (inspection, _) in _inspections) inspection.Write(content);
    }

    /// <summary>The first enforced objection; observed ones are recorded, and their inspections end.</summary>
    public Objection? Judge(MailContext mail, bool ended)
    {
        for (var i = 0; i < _inspections.Count; i++)
        {
            var (inspection, mode) = _inspections[i];
            if ((inspection.Objection ?? (ended ? inspection.Complete() : null)) is not { } objection) continue;
            if (mode == RuleMode.Enforce && !objection.RecordOnly) return objection;
            mail.Observe(objection);
            _inspections.RemoveAt(i--);
        }
        return null;
    }
}
